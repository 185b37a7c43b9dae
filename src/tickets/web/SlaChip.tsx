/** The clock of a ticket in one glance: a small tile that fills, and how long is left, in words and with a colour that has an icon. */
import { IconAlertTriangle, IconCheck, IconPlayerPause } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import '#platform/web/cssVariables.ts'
import { useHalfMinute, useWhen } from '#platform/web/useWhen.ts'
import css from './SlaChip.module.css'
import { type Due, lengthParts, standingOf } from './sla.ts'

interface Props {
  due: Due
  /** In headers: with its own edge, and with the time at which it is due. */
  box?: boolean
}

export function SlaChip({ due, box = false }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const { kind, used } = useStanding(due)
  const says = useSlaText(due, box)
  if (kind === 'none')
    return (
      <span className={css.chip} data-kind="none" data-box={box || undefined}>
        <span aria-hidden>–</span> {t(($) => $.ticket.sla.none)}
      </span>
    )
  const style: CSSProperties = { '--used': `${Math.round(used * 100)}%` }
  return (
    <span
      className={css.chip}
      data-kind={kind}
      data-box={box || undefined}
      title={due.deadlineAt === null ? undefined : when.full(due.deadlineAt)}
    >
      {kind === 'late' || kind === 'missed' ? (
        <IconAlertTriangle size={13} stroke={2} aria-hidden />
      ) : kind === 'met' ? (
        <IconCheck size={13} stroke={2} aria-hidden />
      ) : kind === 'paused' || kind === 'ended' ? (
        <IconPlayerPause size={13} stroke={2} aria-hidden />
      ) : (
        <i className={css.tile} style={style} aria-hidden />
      )}
      <span className="cut">{says}</span>
    </span>
  )
}

/** Renewed every half minute. */
function useStanding(due: Due) {
  return standingOf(due, useHalfMinute() * 30_000)
}

/** A length as “4 h 31 m”. */
export function useLength() {
  const { t } = useTranslation()
  return (ms: number) => {
    const { unit, ...parts } = lengthParts(ms)
    return t(($) => $.ticket.sla.length[unit], parts)
  }
}

const day = 86_400_000

/** What the chip says; `full` with the time at which it is due. */
export function useSlaText(due: Due, full: boolean): string {
  const { t } = useTranslation()
  const when = useWhen()
  const length = useLength()
  const { kind, ms } = useStanding(due)
  if (due.deadlineAt === null) return t(($) => $.ticket.sla.noDeadline)
  const at = when.daysAgo(due.deadlineAt) === 0 ? when.clock(due.deadlineAt) : when.soon(due.deadlineAt)
  const dueAt = full ? `${t(($) => $.ticket.sla.due, { when: at })}, ` : ''
  if (kind === 'late') return dueAt + t(($) => $.ticket.sla.late, { length: length(ms) })
  if (kind === 'met') return dueAt + t(($) => $.ticket.sla.met)
  if (kind === 'missed') return dueAt + t(($) => $.ticket.sla.missed, { length: length(ms) })
  if (kind === 'paused') return dueAt + t(($) => $.ticket.sla.paused)
  if (kind === 'ended') return full ? `${dueAt}${t(($) => $.ticket.sla.ended)}` : at
  // Where there is little room the tile says that it is time left.
  if (!full && kind === 'plain') return ms < day ? length(ms) : at
  return full || ms < day ? dueAt + t(($) => $.ticket.sla.left, { length: length(ms) }) : at
}
