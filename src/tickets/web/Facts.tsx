/** What nobody edits: when the ticket came, by which door, its first answer, when it was closed. */
import { useTranslation } from 'react-i18next'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { isClosing } from '#tickets/rules.ts'
import type { Ticket } from '#tickets/ticket.ts'
import css from './TicketForm.module.css'

const origins = ['email', 'manual', 'api', 'import'] as const

export function Facts({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const when = useWhen()
  const origin = origins.find((one) => one === ticket.origin)
  const facts: [string, string | null][] = [
    [t(($) => $.ticket.field.created), when.full(ticket.createdAt)],
    [t(($) => $.ticket.field.origin), origin ? t(($) => $.ticket.origin[origin]) : ticket.origin],
    [t(($) => $.ticket.field.firstAnswer), ticket.firstAnswerAt && when.full(ticket.firstAnswerAt)],
    // A re-opened ticket remembers its last closing; that is no fact of an Open one.
    [t(($) => $.ticket.field.closed), ticket.closedAt && isClosing(ticket.state) ? when.full(ticket.closedAt) : null],
  ]
  return (
    <FormSection name={t(($) => $.ticket.section.facts)}>
      <dl className={css.facts}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className={css.fact}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </FormSection>
  )
}
