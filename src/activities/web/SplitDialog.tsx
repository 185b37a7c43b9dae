/** Splitting a ticket: the chosen activity and those after it, each of which may be left out, become a new one. */
import { Checkbox, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { splitTicket } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { useTicketsChanged } from '#tickets/web/ticketData.ts'
import { authorOf } from './ActivityItem.tsx'
import css from './detail.module.css'

interface Props {
  ticket: Ticket
  from: Activity
  /** The feed, oldest first. */
  activities: readonly Activity[]
  onClose: () => void
  onSplit: (ticketId: number) => void
}

export function SplitDialog({ ticket, from, activities, onClose, onSplit }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const id = useId()
  const [title, setTitle] = useState(ticket.title)
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set())
  const offered = activities.slice(activities.findIndex((one) => one.id === from.id)).filter((one) => one.kind !== 'system')
  const chosen = offered.filter((one) => !left.has(one.id))
  const changed = useTicketsChanged()
  const split = useCommand(splitTicket, {
    onSuccess: (made) => {
      void changed()
      onClose()
      onSplit(made.id)
    },
  })
  return (
    <Dialog
      open
      size={640}
      title={t(($) => $.activity.split.title)}
      confirm={t(($) => $.activity.split.do, { count: chosen.length })}
      busy={split.isPending}
      disabled={chosen.length === 0 || title.trim() === ''}
      wayBack={t(($) => $.activity.split.wayBack)}
      onConfirm={() => split.mutate({ id: ticket.id, activityIds: chosen.map((one) => one.id), title: title.trim() })}
      onClose={onClose}
    >
      {split.error && (
        <Notice kind="error" shape="box">
          {split.error.message}
        </Notice>
      )}
      <TextInput
        label={t(($) => $.activity.split.newTitle)}
        value={title}
        maxLength={512}
        data-autofocus
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <p className={css.sub} id={id}>
        {t(($) => $.activity.split.which)}
      </p>
      <div className={css.chosen} role="group" aria-labelledby={id}>
        {offered.map((one) => (
          <Checkbox
            key={one.id}
            checked={!left.has(one.id)}
            onChange={() => setLeft(toggled(left, one.id))}
            label={
              <>
                {authorOf(one) ?? t(($) => $.activity.desk)} <span className="ink3 n">{when.full(one.at)}</span>
              </>
            }
            description={<span className={css.beginning}>{(one.text || one.subject).replaceAll(/\s+/g, ' ').slice(0, 160)}</span>}
          />
        ))}
      </div>
      <p className={css.hint}>{t(($) => $.activity.split.brings)}</p>
    </Dialog>
  )
}

const toggled = (set: ReadonlySet<number>, id: number) => new Set(set.has(id) ? [...set].filter((one) => one !== id) : [...set, id])
