/** The SLA chip as a button: a click opens the receipt of the deadline. */
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './TicketForm.module.css'
import { SlaChip, useSlaText } from './SlaChip.tsx'
import type { Due } from './sla.ts'

const ReceiptDialog = lazy(() => import('./ReceiptDialog.tsx').then((m) => ({ default: m.ReceiptDialog })))

export function DeadlineChip({ ticket, full = false }: { ticket: Due & { id: number }; full?: boolean }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const says = useSlaText(ticket, true)
  return (
    <>
      <button
        type="button"
        className={css.deadlineChip}
        aria-haspopup="dialog"
        aria-label={t(($) => $.ticket.sla.open, { says })}
        onClick={() => setOpen(true)}
      >
        <SlaChip due={ticket} box={full} />
      </button>
      <Suspense>{open && <ReceiptDialog id={ticket.id} onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
