/** When a resting ticket opens by itself: a date with a time, and the choices that one makes most. Only Waiting and Closed have one. */
import { CloseButton } from '@mantine/core'
import { use } from 'react'
import { useTranslation } from 'react-i18next'
import { MomentInput } from '#platform/web/ui/MomentInput.tsx'
import { ZoneContext } from '#platform/web/useWhen.ts'
import { quickChoices, quickMoment } from './quickMoments.ts'
import css from './TicketForm.module.css'

interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  /** Waiting or Closed. */
  offered: boolean
  required: boolean
  value: string | null
  onPick: (reopenAt: string | null) => void
}

export function ReopenInput({ offered, required, value, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const zone = use(ZoneContext)
  if (!offered && value === null)
    return (
      <p className={css.plain} id={input.id}>
        <span className="ink3">{t(($) => $.ticket.fill.reopenNot)}</span>
      </p>
    )
  return (
    <>
      <MomentInput
        {...input}
        aria-required={required || undefined}
        value={value}
        onChange={onPick}
        rightSection={
          value !== null && (
            <CloseButton
              size="xs"
              aria-label={t(($) => $.ticket.pick.clear, { field: t(($) => $.ticket.field.reopenAt) })}
              onClick={() => onPick(null)}
            />
          )
        }
      />
      <div className={css.quick} role="group" aria-label={t(($) => $.ticket.fill.quickLabel)}>
        {quickChoices.map((choice) => (
          <button key={choice} type="button" className={css.quickChoice} onClick={() => onPick(quickMoment(choice, Date.now(), zone))}>
            {t(($) => $.ticket.fill.quick[choice])}
          </button>
        ))}
      </div>
    </>
  )
}
