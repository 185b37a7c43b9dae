/** The builder over the list: what matches is counted as one builds; Search applies it within the open view. */
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBookmark, IconX } from '@tabler/icons-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conditionsOf, everything, type Filter } from '#platform/filter.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { useClosing } from '#platform/web/useClosing.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { countTickets } from '#views/api.ts'
import type { View } from '#views/view.ts'
import { addedOfTree } from './added.ts'
import { FilterBuilder } from './FilterBuilder.tsx'
import css from './FilterPanel.module.css'
import type { PartCount } from './lines.ts'
import type { FilterFields } from './useFilterFields.ts'
import { useSayings } from './useSayings.ts'

/** The hands rest before anything is counted. */
const pause = 200

interface FilterPanelProps {
  view: View
  place: number | undefined
  value: Filter
  fields: FilterFields
  opener: RefObject<HTMLButtonElement | null>
  onSearch: (tree: Filter) => void
  onSaveAs: (tree: Filter) => void
  onClose: () => void
}

export function FilterPanel({ view, place, value, fields, opener, onSearch, onSaveAs, onClose }: FilterPanelProps) {
  const { t } = useTranslation()
  const when = useWhen()
  const [tree, setTree] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    setTree(value)
  }
  const box = useRef<HTMLFormElement>(null)
  const sayings = useSayings(fields, [view.filter])
  const [rested] = useDebouncedValue(tree, pause)
  const within = useMemo(() => ({ view: view.id, ...(place ? { place } : {}) }), [view.id, place])
  const matches = useEndpoint(countTickets, { ...within, ...addedOfTree(rested) }, { keepPrevious: true, staleTime: 0 })
  const Count = useMemo(() => countWithin(within), [within])

  useEffect(() => {
    box.current?.querySelector<HTMLElement>('[data-add]')?.focus()
  }, [])
  useClosing(box, opener, onClose)

  const empty = [...conditionsOf(tree)].length === 0
  const count = matches.data?.count
  return (
    <form
      ref={box}
      role="dialog"
      aria-label={t(($) => $.build.filter)}
      className={css.panel}
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(tree)
        onClose()
      }}
    >
      <div className={css.head}>
        <h2 className={css.title}>{t(($) => $.build.filter)}</h2>
        <span className={`cut ${css.within}`}>
          {t(($) => $.build.within)} <b>{view.name}</b>
          {[...conditionsOf(view.filter)].length > 0 && `: ${sayings.tree(view.filter)}`}
        </span>
        <IconButton label={t(($) => $.build.close)} icon={<IconX size={16} stroke={1.75} />} onClick={onClose} />
      </div>
      <div className={css.body}>
        <FilterBuilder value={tree} onChange={setTree} fields={fields} Count={Count} />
        {empty && <p className={css.empty}>{t(($) => $.build.empty)}</p>}
      </div>
      <div className={css.foot}>
        <span className={css.figure} aria-live="polite">
          <b className="n">{count === undefined ? '–' : when.count(count)}</b> {t(($) => $.build.match, { count: count ?? 0 })}
        </span>
        <span className={css.space} />
        <Button variant="subtle" disabled={empty} onClick={() => setTree(everything)}>
          {t(($) => $.build.clear)}
        </Button>
        <Button disabled={empty} leftSection={<IconBookmark size={16} stroke={1.75} aria-hidden />} onClick={() => onSaveAs(tree)}>
          {t(($) => $.build.saveAs)}
        </Button>
        <Button type="submit" variant="filled" rightSection={<KeyHint>⏎</KeyHint>}>
          {t(($) => $.build.search)}
        </Button>
      </div>
    </form>
  )
}

/** How many tickets of the view match one part by itself. */
function countWithin(within: { view: number; place?: number }): PartCount {
  return function PartMatches({ tree }) {
    const when = useWhen()
    const [rested] = useDebouncedValue(tree, pause)
    const some = [...conditionsOf(rested)].length > 0
    const { data } = useEndpoint(countTickets, { ...within, filter: rested }, { enabled: some, keepPrevious: true, staleTime: 10_000 })
    return <span className={`meta ink3 n ${css.part}`}>{some && data ? when.count(data.count) : ''}</span>
  }
}
