/** Answers that must not tell who has an account here take the same time whether there is something to do or not. */
import { setTimeout as pause } from 'node:timers/promises'

/** `started` is a `performance.now()`. Long enough to hide a few statements, short enough not to be noticed by people. */
export async function notBefore(started: number, milliseconds: number) {
  const left = started + milliseconds - performance.now()
  if (left > 0) await pause(left)
}
