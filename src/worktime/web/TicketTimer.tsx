/** The timer in the head of a ticket: the running activity's focus time; it stands while one is idle. */
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { durationOf } from '#tickets/duration.ts'
import css from './TicketTimer.module.css'
import { useShownTime } from './useTicketActivity.ts'

const two = (n: number) => String(n).padStart(2, '0')
const face = (seconds: number) => {
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`
}

export function TicketTimer({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const shown = useShownTime(ticketId)
  if (shown === null) return null
  const [focus = 0, total = 0, running = 0] = shown.split(' ').map(Number)
  const Icon = running === 1 ? IconPlayerPlayFilled : IconPlayerPauseFilled
  const told = t(($) => $.time.timerOf, { mine: face(focus), total: durationOf(total) })
  return (
    <span
      role="timer"
      aria-label={t(($) => $.time.timer)}
      className={css.timer}
      data-running={running === 1 || undefined}
      title={running === 1 ? told : `${told}. ${t(($) => $.time.stands)}`}
    >
      <Icon size={12} aria-hidden />
      <span className="n">{face(focus)}</span>
    </span>
  )
}
