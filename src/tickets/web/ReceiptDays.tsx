/** The table of a receipt. A short one stands open; a long one is folded by day, the newest day open. */
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReceiptDay, ReceiptSpeech } from './receiptDays.ts'
import css from './Receipt.module.css'

/** So many rows one reads without folding. */
const short = 40

export function ReceiptDays({ days, words }: { days: readonly ReceiptDay[]; words: ReceiptSpeech }) {
  const { t } = useTranslation()
  const long = days.reduce((sum, { rows }) => sum + rows.length, 0) > short
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set(long ? [days.length - 1] : days.keys()))
  const toggle = (n: number) => setOpen((held) => new Set(held.has(n) ? [...held].filter((one) => one !== n) : [...held, n]))
  return (
    <table className={css.table}>
      <caption className="sr">{t(($) => $.ticket.receipt.days)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.ticket.receipt.from)}</th>
          <th scope="col">{t(($) => $.ticket.receipt.to)}</th>
          <th scope="col">{t(($) => $.ticket.receipt.why)}</th>
          <th scope="col" className={css.end}>
            {t(($) => $.ticket.receipt.counted)}
          </th>
        </tr>
      </thead>
      {days.map((day, n) => (
        // oxlint-disable-next-line react/no-array-index-key -- a day comes twice where its zone changed
        <tbody key={`${day.day} ${n}`}>
          <tr className={css.day}>
            <th scope="rowgroup" colSpan={3}>
              {long ? (
                <button type="button" className={css.fold} aria-expanded={open.has(n)} onClick={() => toggle(n)}>
                  <IconChevronRight size={14} stroke={2} aria-hidden />
                  {words.day(day)}
                </button>
              ) : (
                words.day(day)
              )}
            </th>
            <td className={`n ${css.end}`}>{words.length(day.countedMs)}</td>
          </tr>
          {open.has(n) &&
            day.rows.map((row) => (
              <tr key={`${row.from} ${row.kind}`} data-kind={row.kind}>
                <td className="n">
                  <i className={css.mark} aria-hidden />
                  {words.time(row.from, day.zone, day.day)}
                </td>
                <td className="n">{row.kind === 'granted' ? '' : words.time(row.to, day.zone, day.day)}</td>
                <td>{words.why(row)}</td>
                <td className={`n ${css.end}`}>{words.counted(row)}</td>
              </tr>
            ))}
        </tbody>
      ))}
    </table>
  )
}
