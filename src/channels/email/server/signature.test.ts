import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newMessageId, readMessageId, readTokenAddress, tokenAddress } from './signature.ts'

/** Any text at all, lone surrogates too. */
const anyText = (maxLength = 40) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes))

const key = randomBytes(32)
const ids = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
/** As relays do it. */
const recased = (s: string, upper: boolean[]) =>
  Array.from(s, (c, i) => (upper[i % Math.max(upper.length, 1)] ? c.toUpperCase() : c.toLowerCase())).join('')
const changed = (s: string, at: number) => {
  const i = at % s.length
  return s.slice(0, i) + (s[i] === 'x' ? 'y' : 'x') + s.slice(i + 1)
}

describe('The signed token in an address', () => {
  test('leads to its ticket, also where a relay changed its case', () => {
    fc.assert(
      fc.property(ids, fc.array(fc.boolean(), { maxLength: 20 }), (ticketId, upper) => {
        const address = tokenAddress(key, 'support@desk.example', ticketId) ?? ''
        expect(readTokenAddress(key, recased(address, upper))?.ticketId).toBe(ticketId)
        expect(readTokenAddress(key, address)).toEqual({ ticketId, address: 'support@desk.example' })
        expect(address.indexOf('@')).toBeLessThanOrEqual(64)
      }),
    )
  })
  test('is believed only with our signature', () => {
    fc.assert(
      fc.property(ids, fc.nat(), (ticketId, at) => {
        const local = (tokenAddress(key, 's@d.example', ticketId) ?? '').slice('s+'.length, -'@d.example'.length)
        expect(readTokenAddress(key, `s+${changed(local, at)}@d.example`)).toBeNull()
        expect(readTokenAddress(randomBytes(32), `s+${local}@d.example`)).toBeNull()
      }),
    )
    fc.assert(
      fc.property(anyText(), (s) => {
        expect(readTokenAddress(key, s)).toBeNull()
      }),
    )
    const other = (tokenAddress(key, 's@d.example', 12) ?? '').replace('t.12.', 't.13.')
    expect(readTokenAddress(key, other)).toBeNull()
  })
  test('keeps a plus that the address has already, and finds no room in a very long one', () => {
    const address = tokenAddress(key, 'help+eu@desk.example', 7) ?? ''
    expect(readTokenAddress(key, address)).toEqual({ ticketId: 7, address: 'help+eu@desk.example' })
    expect(tokenAddress(key, `${'x'.repeat(50)}@desk.example`, 7)).toBeNull()
    expect(tokenAddress(key, 'nonsense', 7)).toBeNull()
  })
})

describe('Our Message-IDs', () => {
  test('name their ticket and activity, and no two are the same', () => {
    fc.assert(
      fc.property(ids, ids, fc.array(fc.boolean(), { maxLength: 20 }), (ticketId, activityId, upper) => {
        const id = newMessageId(key, ticketId, activityId, 'desk.example')
        expect(id).toMatch(/^[a-z0-9.]+@desk\.example$/)
        expect(readMessageId(key, recased(id, upper))).toEqual({ ticketId, activityId })
        expect(newMessageId(key, ticketId, activityId, 'desk.example')).not.toBe(id)
      }),
    )
  })
  test('a forged one is never ours', () => {
    fc.assert(
      fc.property(ids, ids, fc.nat(), (ticketId, activityId, at) => {
        const body = newMessageId(key, ticketId, activityId, 'd').slice(0, -'@d'.length)
        expect(readMessageId(key, `${changed(body, at)}@d`)).toBeNull()
        expect(readMessageId(randomBytes(32), `${body}@d`)).toBeNull()
        // A mark for one use is none for the other.
        const token = tokenAddress(key, 's@d', ticketId)?.split('.').at(-1)?.split('@')[0] ?? ''
        expect(readMessageId(key, `t.${ticketId}.${activityId}.aaaaaaaaaaaaaaaa.${token}@d`)).toBeNull()
      }),
    )
    fc.assert(
      fc.property(anyText(), (s) => {
        expect(readMessageId(key, s)).toBeNull()
      }),
    )
  })
})
