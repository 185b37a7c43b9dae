/** Time spent as people read it: hours and minutes with a colon, “0:07”, “12:30”. Pure. */

/** Whole minutes. */
export function minutesIn(minutes: number): string {
  const whole = Math.abs(minutes)
  return `${minutes < 0 ? '−' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** Seconds, rounded to minutes; what is less than one is told from nothing. */
export const durationOf = (seconds: number) => (seconds > 0 && seconds < 60 ? '<0:01' : minutesIn(Math.round(seconds / 60)))
