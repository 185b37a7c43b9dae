/** One change: who, which fields, through what and when; it opens to old and new values. */
import {
  IconApi,
  IconBolt,
  IconChevronRight,
  IconClock,
  IconDeviceDesktop,
  IconFileImport,
  IconMail,
  IconTerminal2,
} from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry } from '#history/api.ts'
import { sentences } from '#history/ticketEvents.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Mark } from '#platform/web/ui/Mark.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { Tag } from '#platform/web/ui/Tag.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { activityAdded } from '#tickets/events.ts'
import { fieldNames } from '#tickets/fields.ts'
import { priorities, states } from '#tickets/ticket.ts'
import css from './HistoryTab.module.css'

const icons: Record<Entry['via'], typeof IconApi> = {
  ui: IconDeviceDesktop,
  api: IconApi,
  mail: IconMail,
  timer: IconClock,
  rule: IconBolt,
  import: IconFileImport,
  cli: IconTerminal2,
}
/** Of a change with many fields so many are named before it is opened. */
const named = 4

interface Props {
  entry: Entry
  mine: boolean
  expanded: boolean
  onToggle: () => void
}

export function HistoryEntry({ entry, mine, expanded, onToggle }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const said = useSaid(entry)
  const id = useId()
  const changed = Object.keys(entry.changes)
  const Icon = icons[entry.via]
  const { because } = entry
  const who = entry.who.name ?? t(($) => $.history.desk)
  const line = (
    <>
      <span className={css.who}>
        {entry.who.kind === 'system' ? (
          <Mark size={16} decorative />
        ) : (
          <Avatar name={who} kind={entry.who.kind === 'contact' ? 'customer' : mine ? 'me' : 'user'} />
        )}
        <span className="cut">{who}</span>
      </span>
      <span className={css.what}>
        {changed.slice(0, named).map((field) => (
          <Tag key={field}>{said.field(field)}</Tag>
        ))}
        {changed.length > named && <Tag>+{changed.length - named}</Tag>}
        {(changed.length === 0 || entry.name !== 'ticket.changed') && <span className="cut">{said.event}</span>}
        {because && <span className="cut ink3">{t(($) => $.history.because[because])}</span>}
      </span>
      <span className={css.how}>
        <Icon size={14} stroke={2} aria-hidden />
        <span className={css.howWord}>{t(($) => $.history.via[entry.via])}</span>
      </span>
      <time dateTime={entry.at} title={when.full(entry.at)}>
        {when.clock(entry.at)}
      </time>
    </>
  )
  if (changed.length === 0) return <div className={css.entry}>{line}</div>
  return (
    <div className={css.block} data-open={expanded || undefined}>
      <button type="button" className={`${css.entry} ring-inside`} aria-expanded={expanded} aria-controls={id} onClick={onToggle}>
        {line}
        <IconChevronRight size={14} stroke={2} aria-hidden className={css.turn} />
        <span className="sr">{t(($) => $.history.expand)}</span>
      </button>
      {expanded && (
        <table className={css.values} id={id}>
          <thead>
            <tr>
              <th scope="col">{t(($) => $.history.field)}</th>
              <th scope="col">{t(($) => $.history.before)}</th>
              <th scope="col">{t(($) => $.history.after)}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((field) => (
              <tr key={field}>
                <th scope="row">{said.field(field)}</th>
                <td className="ink2">
                  <Value field={field} value={entry.changes[field]?.from ?? null} />
                </td>
                <td>
                  <Value field={field} value={entry.changes[field]?.to ?? null} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

/** A value as the form shows it. */
function Value({ field, value }: { field: string; value: string | null }) {
  const { t } = useTranslation()
  const when = useWhen()
  if (value === null || value === '') return <span className="ink3">{t(($) => $.history.empty)}</span>
  // The reader's own zone; a custom moment is written the same way.
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return <span className={css.text}>{when.full(value)}</span>
  const state = states.find((s) => s === value)
  if (field === 'state' && state)
    return (
      <span className={css.value}>
        <StateTile state={state} /> {t(($) => $.ticket.state[state])}
      </span>
    )
  const priority = priorities.find((p) => p === value)
  if (field === 'priority' && priority)
    return (
      <span className={css.value}>
        <PriorityTiles priority={priority} /> {t(($) => $.ticket.priority[priority])}
      </span>
    )
  return <span className={css.text}>{value}</span>
}

/** The sentence of an event and the names of fields. */
function useSaid(entry: Entry) {
  const { t } = useTranslation()
  return {
    field: (name: string) => {
      const known = fieldNames.find((field) => field === name)
      return known ? t(($) => $.ticket.field[known]) : (entry.changes[name]?.title ?? name)
    },
    event:
      entry.name === activityAdded.name && entry.who.kind === 'contact'
        ? t(($) => $.history.messageCame)
        : t(($) => $.history.event[sentences[entry.name]], { tickets: entry.tickets.join(', ') }),
  }
}
