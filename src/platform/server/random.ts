/** Random numbers that come out the same for the same seed, so that two machines build the same desk. */

/** A generator (mulberry32) for one subject: the same seed and subject give the same numbers, whatever was made before. */
export class Random {
  #state: number
  constructor(seed: number, subject = 0) {
    this.#state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(subject + 1, 0x85ebca6b)) | 0
    this.next()
    this.next()
  }
  /** From 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  /** A whole number from 0 up to, but not including, `n`. */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }
  chance(p: number): boolean {
    return this.next() < p
  }
  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)]
    if (one === undefined) throw new RangeError('Nothing to pick from.')
    return one
  }
  /** Few are busy, many are quiet. */
  skewed(n: number): number {
    return Math.floor(n * this.next() ** 2.2)
  }
}
