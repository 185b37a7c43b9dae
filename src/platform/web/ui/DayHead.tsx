/** The head of a day in a feed; it sticks while one scrolls through that day. */
import { useTranslation } from 'react-i18next'
import { useHalfMinute, useWhen } from '../useWhen.ts'
import type { Instant } from '../when.ts'
import css from './DayHead.module.css'

/** “Today, Thursday 19 November” */
export function DayHead({ at }: { at: Instant }) {
  const { t } = useTranslation()
  const when = useWhen()
  useHalfMinute()
  const day = when.day(at)
  const ago = when.daysAgo(at)
  return <h2 className={css.day}>{ago === 0 ? t(($) => $.when.today, { day }) : ago === 1 ? t(($) => $.when.yesterday, { day }) : day}</h2>
}
