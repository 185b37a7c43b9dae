/** An instant in the text: short to read, the full date and time on hover, exact for machines. */
import { useHalfMinute, useWhen } from '../useWhen.ts'
import type { Instant } from '../when.ts'

/** `ago` is “3 m”, `clock` “15:20”, `full` “Mon 16 Nov 2026, 15:20”. */
export function Time({ at, as = 'ago' }: { at: Instant; as?: 'ago' | 'clock' | 'full' }) {
  const when = useWhen()
  useHalfMinute()
  return (
    <time dateTime={typeof at === 'string' ? at : at.toISOString()} title={as === 'full' ? undefined : when.full(at)}>
      {when[as](at)}
    </time>
  )
}
