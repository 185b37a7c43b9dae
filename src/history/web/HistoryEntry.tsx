/** One change: who, which fields, through what and when; it opens to old and new values. */
import {
  IconApi,
  IconArrowBackUp,
  IconBolt,
  IconChevronRight,
  IconClock,
  IconDeviceDesktop,
  IconFileImport,
  IconForms,
  IconLink,
  IconMail,
  IconTerminal2,
} from '@tabler/icons-react'
import { Button } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry, Past } from '#history/api.ts'
import { sentences } from '#history/ticketEvents.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Mark } from '#platform/web/ui/Mark.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { Tag } from '#platform/web/ui/Tag.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { activityAdded } from '#tickets/events.ts'
import { fieldNames } from '#tickets/fields.ts'
import { isCustomKey, priorities, states } from '#tickets/ticket.ts'
import css from './HistoryTab.module.css'
import type { PutBack } from './putBack.ts'

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
  /** Its place on the page. */
  id: string
  entry: Entry
  mine: boolean
  expanded: boolean
  onToggle: () => void
  onLink: () => void
  /** Old values as a save would send them; they come once it is expanded. */
  before: Past['before']
  putBack: PutBack
  onForm?: (() => void) | undefined
}

export function HistoryEntry({ id: place, entry, mine, expanded, onToggle, onLink, before, putBack, onForm }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const said = useSaid(entry)
  const id = useId()
  const changed = Object.keys(entry.changes)
  const tagged = entry.name === 'ticket.changed' ? changed : []
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
        {tagged.slice(0, named).map((field) => (
          <Tag key={field}>{said.field(field)}</Tag>
        ))}
        {tagged.length > named && <Tag>+{tagged.length - named}</Tag>}
        {tagged.length === 0 && <span className="cut">{said.event}</span>}
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
  return (
    <div className={css.block} id={place} data-open={expanded || undefined}>
      <button type="button" className={`${css.entry} ring-inside`} aria-expanded={expanded} aria-controls={id} onClick={onToggle}>
        {line}
        <IconChevronRight size={14} stroke={2} aria-hidden className={css.turn} />
        <span className="sr">{t(($) => $.history.expand)}</span>
      </button>
      {expanded && (
        <div id={id} className={css.opened}>
          {changed.length === 0 ? (
            <p className={css.unchanged}>{t(($) => $.history.nothingChanged)}</p>
          ) : (
            <table className={css.values}>
              <thead>
                <tr>
                  <th scope="col">{t(($) => $.history.field)}</th>
                  <th scope="col">{t(($) => $.history.before)}</th>
                  <th scope="col">{t(($) => $.history.after)}</th>
                </tr>
              </thead>
              <tbody>
                {changed.map((field) => {
                  const back = entry.name === 'ticket.changed' ? putBack(field, before[field]) : undefined
                  return (
                    <tr key={field}>
                      <th scope="row">
                        {said.field(field)} {isCustomKey(field) && <span className="ink3">{t(($) => $.history.custom)}</span>}
                      </th>
                      <td className="ink2">
                        <span className={css.old}>
                          <Value field={field} value={entry.changes[field]?.from ?? null} />
                          {back && (
                            <IconButton
                              className={css.back}
                              icon={<IconArrowBackUp size={14} stroke={1.75} aria-hidden />}
                              label={t(($) => $.history.putBack, {
                                field: said.field(field),
                                value: shortened(entry.changes[field]?.from || t(($) => $.history.empty)),
                              })}
                              onClick={back}
                            />
                          )}
                        </span>
                      </td>
                      <td>
                        <Value field={field} value={entry.changes[field]?.to ?? null} />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )}
          <div className={css.links}>
            <Button size="compact-xs" variant="subtle" leftSection={<IconLink size={14} stroke={1.75} aria-hidden />} onClick={onLink}>
              {t(($) => $.history.copyLink)}
            </Button>
            {onForm && (
              <Button size="compact-xs" variant="subtle" leftSection={<IconForms size={14} stroke={1.75} aria-hidden />} onClick={onForm}>
                {t(($) => $.history.showForm)}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  )
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** A value as the form shows it. */
export function Value({ field, value }: { field: string; value: string | null }) {
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
      if (known) return t(($) => $.ticket.field[known])
      if (name === 'computedDeadline') return t(($) => $.history.computedDeadline)
      return entry.changes[name]?.title ?? t(($) => $.history.deletedField)
    },
    event:
      entry.name === activityAdded.name && entry.who.kind === 'contact'
        ? t(($) => $.history.messageCame)
        : t(($) => $.history.event[sentences[entry.name]], { tickets: entry.tickets.join(', ') }),
  }
}
