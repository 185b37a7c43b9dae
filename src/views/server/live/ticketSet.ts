/** A set of ticket numbers: one bit for each in pages of 1,024, so that few tickets need little and a million 128 kB. */

const perPage = 1024
const words = perPage / 32

export class TicketSet {
  #pages: (Uint32Array | undefined)[] = []

  has(id: number): boolean {
    const page = this.#pages[id >>> 10]
    return page !== undefined && (((page[(id >>> 5) & 31] ?? 0) >>> (id & 31)) & 1) === 1
  }

  add(id: number) {
    const page = (this.#pages[id >>> 10] ??= new Uint32Array(words))
    const word = (id >>> 5) & 31
    page[word] = (page[word] ?? 0) | (1 << (id & 31))
  }

  delete(id: number) {
    const page = this.#pages[id >>> 10]
    const word = (id >>> 5) & 31
    if (page) page[word] = (page[word] ?? 0) & ~(1 << (id & 31))
  }

  /** Its members, in their order. */
  *[Symbol.iterator](): Generator<number> {
    for (const [n, page] of this.#pages.entries())
      if (page)
        for (const [w, word] of page.entries())
          for (let left = word; left !== 0; left &= left - 1) yield n * perPage + w * 32 + (31 - Math.clz32(left & -left))
  }

  /** As bytes: the number of each page that holds something, and the page. */
  toBytes(): Uint8Array {
    const filled = this.#pages.flatMap((page, n) => (page?.some((word) => word !== 0) ? [{ n, page }] : []))
    const all = new Uint32Array(filled.length * (words + 1))
    for (const [i, { n, page }] of filled.entries()) {
      all[i * (words + 1)] = n
      all.set(page, i * (words + 1) + 1)
    }
    return new Uint8Array(all.buffer)
  }

  /** The set that these bytes are of. */
  static fromBytes(bytes: Uint8Array): TicketSet {
    const all = new Uint32Array(new Uint8Array(bytes).buffer) // a copy: a part of a file may begin anywhere
    const set = new TicketSet()
    for (let i = 0; i < all.length; i += words + 1) set.#pages[all[i] ?? 0] = all.slice(i + 1, i + 1 + words)
    return set
  }
}
