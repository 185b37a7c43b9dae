/** The banner over a ticket: an email of it may belong to other tickets, until a person has decided. It holds up nothing. */
import { Button } from '@mantine/core'
import { IconChevronDown, IconMailQuestion } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveActivity } from '#activities/api.ts'
import { dismissSuggestions, listSuggestions, type Suggestion } from '#activities/suggestionApi.ts'
import { useMay } from '#people/web/session.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { useTicketsChanged } from '#tickets/web/ticketData.ts'
import css from './SuggestedTickets.module.css'

interface Props {
  ticketId: number
  /** Only to be looked at: the ticket lies in the bin. */
  readOnly: boolean
  /** To the email that it speaks of. */
  onActivity: (id: number) => void
}

export function SuggestedTickets({ ticketId, readOnly, onActivity }: Props) {
  const { data, refetch } = useEndpoint(listSuggestions, { id: ticketId }, { refetchOnMount: 'always' })
  // The tickets suggested change, too: what is merged, deleted or renamed there is told of those.
  const named = new Set(data?.suggestions.flatMap((one) => one.tickets.map((ticket) => ticket.id)))
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'ticket' && (event.id === ticketId || named.has(event.id)))) void refetch()
  })
  const [first] = data?.suggestions ?? []
  if (!first) return null
  return (
    <Banner
      key={first.activityId}
      suggestion={first}
      more={(data?.suggestions.length ?? 1) - 1}
      readOnly={readOnly}
      onActivity={onActivity}
      onDecided={() => void refetch()}
    />
  )
}

interface BannerProps extends Omit<Props, 'ticketId'> {
  suggestion: Suggestion
  /** Other emails of which the same may be said; they come after this one. */
  more: number
  onDecided: () => void
}

function Banner({ suggestion: { activityId, from, at, tickets }, more, readOnly, onActivity, onDecided }: BannerProps) {
  const { t } = useTranslation()
  const when = useWhen()
  const [open, setOpen] = useState(false)
  const listId = useId()
  const mayDismiss = useMay('tickets.update') && !readOnly
  const mayMove = useMay('activities.move') && !readOnly
  const changed = useTicketsChanged()
  const dismiss = useCommand(dismissSuggestions, { onSuccess: onDecided })
  const move = useCommand(moveActivity, {
    onSuccess: () => {
      void changed()
      onDecided()
    },
  })
  const problem = dismiss.error ?? move.error
  return (
    <section className={css.banner} aria-label={t(($) => $.activity.suggested.label)}>
      <Notice
        icon={<IconMailQuestion size={16} stroke={1.75} aria-hidden />}
        {...(mayDismiss ? { onDismiss: () => dismiss.mutate({ id: activityId }) } : {})}
      >
        <button type="button" className="link" onClick={() => onActivity(activityId)} title={`${from} ${when.full(at)}`}>
          {t(($) => $.activity.suggested.thisEmail)}
        </button>{' '}
        {t(($) => $.activity.suggested.mayBelong)}{' '}
        <button type="button" className={`link ${css.these}`} aria-expanded={open} aria-controls={listId} onClick={() => setOpen(!open)}>
          {t(($) => $.activity.suggested.these, { count: tickets.length })}
          <IconChevronDown size={14} stroke={2} aria-hidden className={css.turn} />
        </button>{' '}
        {!open && (
          <span className="ink2 n">
            {tickets
              .slice(0, 3)
              .map((ticket) => `#${ticket.id}`)
              .join(', ')}
          </span>
        )}
        {more > 0 && <span className="ink3"> {t(($) => $.activity.suggested.more, { count: more })}</span>}
        {problem && (
          <span role="alert" className={css.problem}>
            {problem.message}
          </span>
        )}
      </Notice>
      {open && (
        <ul id={listId} className={css.list}>
          {tickets.map((ticket) => (
            <li key={ticket.id} className={css.row}>
              <span className={css.ticket}>
                <StateTile state={ticket.state} label={t(($) => $.ticket.state[ticket.state])} />
                <span className="n ink3">#{ticket.id}</span> <span className="cut">{ticket.title}</span>
              </span>
              <span className={css.actions}>
                <Button
                  component={Go}
                  variant="subtle"
                  href={`/tickets/${ticket.id}`}
                  aria-label={t(($) => $.activity.suggested.goTo, { id: ticket.id })}
                >
                  {t(($) => $.activity.suggested.go)}
                </Button>
                {mayMove && (
                  <Button
                    loading={move.isPending && move.variables.ticketId === ticket.id}
                    disabled={move.isPending}
                    aria-label={t(($) => $.activity.suggested.moveTo, { id: ticket.id })}
                    onClick={() => move.mutate({ id: activityId, ticketId: ticket.id })}
                  >
                    {t(($) => $.activity.suggested.move)}
                  </Button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
