/** Deleting the open ticket: what that means and how long it can be taken back; then the button that does it. */
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { deleteTicket } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'
import css from './lifecycle.module.css'
import { useTicketsChanged } from './ticketData.ts'

export function DeleteTicketDialog({ ticket, onClose, onDeleted }: { ticket: Ticket; onClose: () => void; onDeleted: () => void }) {
  const { t } = useTranslation()
  const changed = useTicketsChanged()
  const remove = useCommand(deleteTicket, {
    onSuccess: () => {
      void changed()
      onDeleted()
    },
  })
  const children = remove.error instanceof CallProblem ? remove.error.problems.find((one) => one.code === 'open_children') : undefined
  const named = children?.details?.['tickets']
  const numbers = Array.isArray(named) ? named.map((id) => `#${String(id)}`).join(', ') : ''
  return (
    <Dialog
      open
      danger
      title={t(($) => $.ticket.bin.title, { id: ticket.id })}
      confirm={t(($) => $.ticket.bin.do)}
      busy={remove.isPending}
      wayBack={t(($) => $.ticket.bin.wayBack)}
      onConfirm={() => remove.mutate({ id: ticket.id })}
      onClose={onClose}
    >
      {remove.error && (
        <Notice kind="error" shape="box">
          {children === undefined
            ? remove.error.message
            : numbers === ''
              ? t(($) => $.ticket.problem.open_children_unknown)
              : t(($) => $.ticket.problem.open_children, { tickets: numbers })}
        </Notice>
      )}
      <ul className={css.consequences}>
        <li>{t(($) => $.ticket.bin.hides)}</li>
        <li>{t(($) => $.ticket.bin.stands)}</li>
        {ticket.merged.length > 0 && (
          <li>
            {t(($) => $.ticket.bin.takesAlong, {
              count: ticket.merged.length,
              numbers: ticket.merged.map((one) => `#${one.id}`).join(', '),
            })}
          </li>
        )}
      </ul>
    </Dialog>
  )
}
