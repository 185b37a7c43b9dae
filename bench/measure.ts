/** How a row of the bench is measured: one after the other for the times, several at once for the throughput, medians and ratios. */

export interface Times {
  p50: number
  p95: number
}

/** Milliseconds of `n` runs, one after the other, after a tenth as many to warm up. */
export async function times(n: number, run: (i: number) => Promise<unknown>): Promise<Times> {
  for (let i = 0; i < n / 10; i++) await run(i)
  const took: number[] = []
  for (let i = 0; i < n; i++) {
    const begun = performance.now()
    await run(i)
    took.push(performance.now() - begun)
  }
  return quantiles(took)
}

export function quantiles(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95) }
}

/** Runs a second by so many at once, for so long. */
export async function throughput(atOnce: number, milliseconds: number, run: (i: number) => Promise<unknown>): Promise<number> {
  let done = 0
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (performance.now() - begun < milliseconds) {
        await run(next++)
        done += 1
      }
    }),
  )
  return done / ((performance.now() - begun) / 1000)
}

/** One line of the table. */
export interface Row {
  what: string
  aim: string
  ours: string
  /** The same work without Tessera around it, measured in the same run. */
  twin: string
  /** Ours against the twin's: times as long, or times as many. */
  ratio: string
}

export const ms = (n: number) => `${n < 10 ? n.toFixed(2) : n.toFixed(1)} ms`
export const both = (t: Times) => `${ms(t.p50)} / ${ms(t.p95)}`
export const perSecond = (n: number) => `${Math.round(n)} /s`
export const ratio = (ours: number, twin: number) => `${(ours / twin).toFixed(2)} ×`
