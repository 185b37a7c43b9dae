/** What holds in a list, said: the view's own filter is locked, what was added goes by its ×. */
import { IconLock, IconX } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { conditionsOf, type Filter } from '#platform/filter.ts'
import type { View } from '#views/view.ts'
import { type Added, addedOfTree, partsOfTree, treeOfAdded } from './added.ts'
import css from './FilterChips.module.css'
import { useFilterFields } from './useFilterFields.ts'
import { useSayings } from './useSayings.ts'

interface FilterChipsProps {
  view: View
  filter: Filter | undefined
  q: string | undefined
  onChange: (added: Added) => void
  /** At the right end. */
  children: ReactNode
}

export function FilterChips({ view, filter, q, onChange, children }: FilterChipsProps) {
  const { t } = useTranslation()
  const fields = useFilterFields()
  const tree = useMemo(() => treeOfAdded({ filter, q }), [filter, q])
  const { condition, tree: said } = useSayings(fields, [view.filter, tree])
  const parts = partsOfTree(tree)
  const own = [...conditionsOf(view.filter)].length === 0 ? t(($) => $.build.everyTicket) : said(view.filter)
  return (
    <div className={css.line}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <ul className={css.chips} tabIndex={0} aria-label={t(($) => $.build.chips)}>
        <li className={css.locked} title={own}>
          <IconLock size={12} stroke={2} aria-hidden />
          <span className="sr">{t(($) => $.build.locked, { what: '' })}</span>
          <span className="cut">{own}</span>
        </li>
        {parts.map((part, at) => {
          const whole = said(part)
          return (
            <li key={JSON.stringify(part)} className={css.chip} title={whole}>
              <span className="cut">{'field' in part ? <Said {...condition(part)} /> : whole}</span>
              <button
                type="button"
                className={css.remove}
                aria-label={t(($) => $.build.removeCondition, { what: whole })}
                onClick={() => onChange(addedOfTree({ and: parts.filter((_, n) => n !== at) }))}
              >
                <IconX size={12} stroke={2} aria-hidden />
              </button>
            </li>
          )
        })}
      </ul>
      {children}
    </div>
  )
}

const Said = ({ label, verb, value }: { label: string; verb: string; value: string }) => (
  <>
    <span className={css.quiet}>
      {label} {verb}
    </span>{' '}
    {value}
  </>
)
