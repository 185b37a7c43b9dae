/** The Contact of the open ticket, and their other tickets. */
import { useTranslation } from 'react-i18next'
import { ContactCard } from '#crm/web/ContactCard.tsx'
import type { Ticket } from '#tickets/ticket.ts'
import { TicketsOf } from './TicketsOf.tsx'
import css from './TicketsOf.module.css'

export function ContactTab({ ticket }: { ticket: Pick<Ticket, 'id' | 'contact' | 'account'> }) {
  const { t } = useTranslation()
  if (!ticket.contact) return <p className={css.none}>{t(($) => $.crm.noContactOnTicket)}</p>
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <div className={css.scroll} tabIndex={0} role="group" aria-label={t(($) => $.crm.contactTab)}>
      <ContactCard contact={ticket.contact} account={ticket.account} />
      <h3 className={css.heading}>{t(($) => $.crm.otherTickets)}</h3>
      <TicketsOf key={ticket.contact.id} whose={{ contact: ticket.contact.id }} but={ticket.id} />
    </div>
  )
}
