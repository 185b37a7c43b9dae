/** The deadline: the computed one with its chip, or one set by hand with the way back. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MomentInput } from '#platform/web/ui/MomentInput.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { DeadlineChip } from './DeadlineChip.tsx'
import css from './TicketForm.module.css'

interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  ticket: Ticket
  /** Set by hand; null is the computed one. */
  value: string | null
  onPick: (deadline: string | null) => void
}

export function DeadlineInput({ ticket, value, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const [choosing, setChoosing] = useState(false)
  const computed = ticket.computedDeadlineAt
  const warning = ticket.clockWarning === 'never_opens' || ticket.clockWarning === 'too_far' ? ticket.clockWarning : null
  const back = () => {
    onPick(null)
    setChoosing(false)
  }
  return (
    <>
      {value !== null || choosing ? (
        <div className={css.withButton}>
          <MomentInput {...input} value={value} onChange={onPick} />
          <DeadlineChip ticket={ticket} />
        </div>
      ) : (
        <div className={css.computed}>
          <span className={css.computedAt}>{computed === null ? t(($) => $.ticket.fill.noComputed) : when.full(computed)}</span>
          <DeadlineChip ticket={ticket} />
        </div>
      )}
      {warning && <p className={css.hint}>{t(($) => $.ticket.sla.warning[warning])}</p>}
      {value !== null || choosing ? (
        <Button size="compact-xs" variant="subtle" onClick={back}>
          {computed === null
            ? t(($) => $.ticket.fill.backToComputed)
            : t(($) => $.ticket.fill.backToComputedAt, { when: when.soon(computed) })}
        </Button>
      ) : (
        <Button
          size="compact-xs"
          variant="subtle"
          id={input.id}
          data-field={input['data-field']}
          onClick={() => {
            setChoosing(true)
            if (computed !== null) onPick(computed)
          }}
        >
          {t(($) => $.ticket.fill.setByHand)}
        </Button>
      )}
    </>
  )
}
