/** What the desk did by itself or a field that was changed, as one small line of the feed. */
import type { ReactNode } from 'react'
import type { Instant } from '../when.ts'
import css from './SystemLine.module.css'
import { Time } from './Time.tsx'

/** `<b>` in the children stands out. */
export function SystemLine({ at, children }: { at: Instant; children: ReactNode }) {
  return (
    <div className={css.line}>
      <span className="cut">{children}</span>
      <Time at={at} as="clock" />
    </div>
  )
}
