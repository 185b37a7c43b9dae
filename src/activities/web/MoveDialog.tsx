/** Moving an activity: to which ticket, and what that brings. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveActivity } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import type { PickedTicket } from '#tickets/web/pickedNames.ts'
import { useTicketsChanged } from '#tickets/web/ticketData.ts'
import { TicketSearch } from '#tickets/web/TicketSearch.tsx'
import css from './detail.module.css'

export function MoveDialog({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const { t } = useTranslation()
  const [to, setTo] = useState<PickedTicket | null>(null)
  const changed = useTicketsChanged()
  const move = useCommand(moveActivity, {
    onSuccess: () => {
      void changed()
      onClose()
    },
  })
  return (
    <Dialog
      open
      size={560}
      title={t(($) => $.activity.move.title)}
      confirm={to ? t(($) => $.activity.move.do, { id: to.id }) : t(($) => $.activity.move.choose)}
      busy={move.isPending}
      disabled={!to}
      wayBack={t(($) => $.activity.move.wayBack)}
      onConfirm={() => to && move.mutate({ id: activity.id, ticketId: to.id })}
      onClose={onClose}
    >
      {move.error && (
        <Notice kind="error" shape="box">
          {move.error.message}
        </Notice>
      )}
      <TicketSearch label={t(($) => $.activity.move.find)} without={[activity.ticketId]} onPick={setTo} />
      {to && (
        <p className={css.target} aria-live="polite">
          <StateTile state={to.state} label={t(($) => $.ticket.state[to.state])} />
          <span className="n ink3">#{to.id}</span> <span className="cut">{to.title}</span>
        </p>
      )}
      <p className={css.hint}>{t(($) => $.activity.move.follows)}</p>
    </Dialog>
  )
}
