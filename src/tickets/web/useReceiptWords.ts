/** The receipt in words: what the deadline is and why, the rule of each interval, the sums. */
import { useTranslation } from 'react-i18next'
import type { ReceiptRow } from '#categories/receipt.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { localeFor, whenIn } from '#platform/web/when.ts'
import type { Receipt } from './ReceiptDialog.tsx'
import type { ReceiptDay, ReceiptSpeech } from './receiptDays.ts'
import { useLength } from './SlaChip.tsx'

interface Sum {
  name: string
  value: string
  strong?: boolean
}
interface ReceiptWords extends ReceiptSpeech {
  headline: string
  facts: string[]
  sums: Sum[]
  /** Of the reader, where there is no Time group. */
  zoneOf: (timeGroup: number | null) => string | undefined
}

export function useReceiptWords(given: Receipt): ReceiptWords {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  const length = useLength()
  const locale = localeFor(i18n.language)
  const { receipt, target } = given
  const zoneOf = (timeGroup: number | null) => (timeGroup === null ? undefined : given.timeGroups[String(timeGroup)]?.zone)
  const inZone = (zone: string | undefined) => (zone === undefined ? when : whenIn(zone, locale))
  const groups = [...new Set(receipt.rows.map(({ timeGroup }) => timeGroup))].flatMap((id) => {
    const group = id === null ? undefined : given.timeGroups[String(id)]
    return group ? [group] : []
  })

  const why = (row: ReceiptRow): string => {
    const { code, title, date } = row.rule
    const kind = t(($) => $.ticket.receipt.kind[row.kind])
    const said = () => {
      if (code === 'weekday' && row.kind === 'outside') return t(($) => $.ticket.receipt.rule.notWeekday)
      if (code === 'holiday') return t(($) => $.ticket.receipt.dated.holiday, { title: title ?? '' })
      // Words that end so would be a plural.
      if (code === 'too_many') return t(($) => $.ticket.receipt.rule.tooMany)
      if (code !== 'exception') return t(($) => $.ticket.receipt.rule[code])
      return title
        ? t(($) => $.ticket.receipt.dated.exception, { title })
        : t(($) => $.ticket.receipt.dated.exceptionOn, { date: date ?? '' })
    }
    const rule = said()
    return `${kind}: ${rule}`
  }
  const counted = (row: ReceiptRow) => {
    if (row.kind === 'granted') return `+${length(row.grantedMs ?? 0)}`
    return row.countedMs > 0 ? length(row.countedMs) : '–'
  }

  // In the zone of the hours in which it falls due, as the rows are: two clocks on one receipt would not add up.
  const due = inZone(zoneOf(receipt.rows.findLast(({ timeGroup }) => timeGroup !== null)?.timeGroup ?? null))
  const headline = given.byHand
    ? t(($) => $.ticket.receipt.dueByHand, { when: due.full(given.deadline ?? given.now) })
    : given.deadline === null
      ? t(($) => $.ticket.receipt.noDeadline)
      : t(($) => $.ticket.receipt.due, { when: due.full(given.deadline) })
  return {
    headline,
    facts: useFacts(given, groups),
    sums: sumsOf(),
    zoneOf,
    why,
    counted,
    length,
    day: (day: ReceiptDay) => inZone(day.zone).day(`${day.day}T12:00:00.000Z`),
    time: (at, zone, day) => {
      const words = inZone(zone)
      return words.dayKey(at) === day ? words.clock(at) : words.soon(at)
    },
  }

  function sumsOf(): Sum[] {
    const { countedMs, targetMs, grantedMs, leftMs } = receipt
    if (target === null || targetMs === null || leftMs === null) return []
    return [
      { name: t(($) => $.ticket.receipt.sum), value: length(countedMs) },
      { name: t(($) => $.ticket.receipt.target[target]), value: length(targetMs) },
      ...(grantedMs > 0 ? [{ name: t(($) => $.ticket.receipt.grantedPart), value: length(grantedMs) }] : []),
      { name: t(($) => (leftMs < 0 ? $.ticket.receipt.late : $.ticket.receipt.left)), value: length(leftMs), strong: true },
    ]
  }
}

/** Which SLA, which of its times, whether the clock runs, and whose hours these are. */
function useFacts(given: Receipt, groups: readonly { title: string; zone: string }[]): string[] {
  const { t } = useTranslation()
  const when = useWhen()
  const { sla, slaFrom, target, standing } = given
  const facts: string[] = []
  if (given.byHand)
    facts.push(
      given.computed === null
        ? t(($) => $.ticket.receipt.noComputed)
        : t(($) => $.ticket.receipt.computedBeside, { when: when.full(given.computed ?? '') }),
    )
  if (sla === null) facts.push(t(($) => $.ticket.receipt.noSla))
  else {
    const whose = t(($) => (slaFrom === 'account' ? $.ticket.receipt.fromAccount : $.ticket.receipt.fromCategory), { sla })
    facts.push(target === null ? `${whose}.` : `${whose}, ${t(($) => $.ticket.receipt.targetOf[target])}.`)
  }
  const { warning, answeredAt, response, solution } = given
  if (warning) facts.push(t(($) => $.ticket.sla.warning[warning]))
  if (target !== null)
    facts.push(
      given.running
        ? t(($) => $.ticket.receipt.running)
        : t(($) => $.ticket.receipt.stands, {
            state: standing ? t(($) => $.ticket.receipt.rule[standing]) : t(($) => $.ticket.state[given.state]),
          }),
    )
  if (groups.length > 0)
    facts.push(t(($) => $.ticket.receipt.zones, { names: groups.map((group) => t(($) => $.ticket.receipt.zone, group)).join(', ') }))
  if (response && answeredAt)
    facts.push(
      response.breachedAt === null
        ? t(($) => $.ticket.receipt.responseMet, { when: when.full(answeredAt) })
        : t(($) => $.ticket.receipt.responseMissed, { when: when.full(answeredAt), due: when.full(response.breachedAt ?? '') }),
    )
  const missed = target === 'response' ? response?.breachedAt : solution?.breachedAt
  if (missed) facts.push(t(($) => $.ticket.receipt.breached, { when: when.full(missed) }))
  return facts
}
