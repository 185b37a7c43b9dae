/** The line above a list: Filter with its builder, Filter schemes, and the search box. All show one filter, each can change it. */
import { Button } from '@mantine/core'
import { IconFilter, IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conditionsOf, type Filter } from '#platform/filter.ts'
import { useActions } from '#platform/web/keys.ts'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import type { View } from '#views/view.ts'
import { type Added, addedOfTree, treeOfAdded } from './added.ts'
import css from './FilterBar.module.css'
import { Schemes } from './Schemes.tsx'
import { useFilterFields } from './useFilterFields.ts'

const WordsBox = lazy(() => import('./WordsBox.tsx').then(({ WordsBox: it }) => ({ default: it })))
const FilterPanel = lazy(() => import('./FilterPanel.tsx').then(({ FilterPanel: it }) => ({ default: it })))

interface FilterBarProps {
  view: View
  place: number | undefined
  filter: Filter | undefined
  q: string | undefined
  onChange: (added: Added) => void
  /** False while a ticket lies over the list and has the keys. */
  keysActive?: boolean
}

export function FilterBar({ view, place, filter, q, onChange, keysActive = true }: FilterBarProps) {
  const { t } = useTranslation()
  const fields = useFilterFields()
  const [building, setBuilding] = useState(false)
  const [saving, setSaving] = useState<Filter>()
  const [begun, setBegun] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  const tree = useMemo(() => treeOfAdded({ filter, q }), [filter, q])
  const count = [...conditionsOf(tree)].length
  useActions({ listFilter: keysActive ? () => setBuilding(true) : undefined })
  const key = useKeyName('listFilter')
  const change = (to: Filter) => onChange(addedOfTree(to))
  return (
    <div className={css.bar}>
      <Button
        ref={button}
        className={css.filter ?? ''}
        aria-expanded={building}
        aria-haspopup="dialog"
        aria-keyshortcuts={key}
        aria-label={count > 0 ? t(($) => $.build.open, { count }) : t(($) => $.build.filter)}
        data-on={building || undefined}
        leftSection={<IconFilter size={16} stroke={1.75} aria-hidden />}
        onClick={() => setBuilding(!building)}
      >
        <span className={css.word}>{t(($) => $.build.filter)}</span>
        {count > 0 && <span className={css.count}>{count}</span>}
      </Button>
      <Schemes view={view} tree={tree} saving={saving} onSaving={setSaving} onApply={change} />
      {fields.ready ? (
        <Suspense fallback={<Waiting typed={begun} onType={setBegun} />}>
          <WordsBox value={tree} onChange={change} fields={fields} begun={begun} />
        </Suspense>
      ) : (
        <Waiting typed={begun} onType={setBegun} />
      )}
      {building && (
        <Suspense>
          <FilterPanel
            view={view}
            place={place}
            value={tree}
            fields={fields}
            opener={button}
            onSearch={change}
            onSaveAs={setSaving}
            onClose={() => {
              setBuilding(false)
              button.current?.focus()
            }}
          />
        </Suspense>
      )}
    </div>
  )
}

/** The search box until its words are loaded: what is typed into it goes on. */
function Waiting({ typed, onType }: { typed: string; onType: (typed: string) => void }) {
  const { t } = useTranslation()
  return (
    <label className={css.waiting}>
      <IconSearch size={14} stroke={1.75} aria-hidden />
      <input
        aria-label={t(($) => $.build.words)}
        placeholder={t(($) => $.build.wordsHint)}
        value={typed}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
      />
    </label>
  )
}
