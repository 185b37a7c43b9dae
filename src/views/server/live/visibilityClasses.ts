/**
 * What Rights look at, as one small number for each ticket: its category, and whether it lies in the bin. Counts are kept by these classes;
 * what a reader counts is the sum over those that they may see, so that a change of Rights only sums again.
 */

/** The class of a ticket that does not exist. */
export const none = 0

interface Sight {
  categoryId: number
  bin: boolean
}

export class VisibilityClasses {
  readonly #sights: (Sight | null)[] = [null]
  readonly #numbers = new Map<number, number>()
  #ofTicket = new Uint32Array(4096)

  /** The class of tickets of this kind. */
  numberOf({ categoryId, bin }: Sight): number {
    const key = categoryId * 2 + Number(bin)
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#sights.length
      this.#numbers.set(key, number)
      this.#sights.push({ categoryId, bin })
    }
    return number
  }

  of(ticketId: number): number {
    return this.#ofTicket[ticketId] ?? none
  }

  set(ticketId: number, number: number) {
    if (ticketId >= this.#ofTicket.length) {
      const larger = new Uint32Array(Math.max(this.#ofTicket.length * 2, ticketId + 1))
      larger.set(this.#ofTicket)
      this.#ofTicket = larger
    }
    this.#ofTicket[ticketId] = number
  }

  /** The classes that somebody sees, by the condition that their policy puts on a ticket. */
  seen(sees: (sight: Sight) => boolean): readonly number[] {
    return this.#sights.flatMap((sight, number) => (sight && sees(sight) ? [number] : []))
  }

  /** How many there are: who has summed up fewer sums up again. */
  get count(): number {
    return this.#sights.length
  }

  /** How many tickets each class has, where it has any. */
  sums(): Map<number, number> {
    const sums = new Map<number, number>()
    for (const number of this.#ofTicket) if (number !== none) sums.set(number, (sums.get(number) ?? 0) + 1)
    return sums
  }

  /** For the file: the kinds in their order, and the class of each ticket. */
  toBytes(): { sights: (Sight | null)[]; ofTicket: Uint8Array } {
    const last = this.#ofTicket.findLastIndex((number) => number !== none)
    return { sights: this.#sights, ofTicket: new Uint8Array(this.#ofTicket.slice(0, last + 1).buffer) }
  }

  /** Takes over what was kept; only where there is nothing yet. */
  fromBytes(sights: readonly (Sight | null)[], ofTicket: Uint8Array) {
    for (const sight of sights) if (sight) this.numberOf(sight)
    this.#ofTicket = new Uint32Array(new Uint8Array(ofTicket).buffer)
  }
}
