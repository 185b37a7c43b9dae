/** A value as the form shows it, in the reader's language and zone. */
import { useTranslation } from 'react-i18next'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { priorities, states } from '#tickets/ticket.ts'
import css from './HistoryTab.module.css'

export function Value({ field, value }: { field: string; value: string | null }) {
  const said = useSaidValue()
  const text = said(field, value)
  if (value === null || value === '') return <span className="ink3">{text}</span>
  const state = states.find((one) => one === value)
  const priority = priorities.find((one) => one === value)
  if (field === 'state' && state)
    return (
      <span className={css.value}>
        <StateTile state={state} /> {text}
      </span>
    )
  if (field === 'priority' && priority)
    return (
      <span className={css.value}>
        <PriorityTiles priority={priority} /> {text}
      </span>
    )
  return <span className={css.text}>{text}</span>
}

/** The same as text. */
export function useSaidValue() {
  const { t } = useTranslation()
  const when = useWhen()
  return (field: string, value: string | null): string => {
    if (value === null || value === '') return t(($) => $.history.empty)
    const state = states.find((one) => one === value)
    if (field === 'state' && state) return t(($) => $.ticket.state[state])
    const priority = priorities.find((one) => one === value)
    if (field === 'priority' && priority) return t(($) => $.ticket.priority[priority])
    // The reader's own zone; a custom moment is written the same way.
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) ? when.full(value) : value
  }
}
