/** Reading addresses as people type and paste them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { looksLikeAddress, readAddresses } from './addresses.ts'

test.each([
  ['a@example.com', ['a@example.com|'], []],
  ['Jana Nováková <jana@example.com>', ['jana@example.com|Jana Nováková'], []],
  ['"Novák, Petr" <petr@example.com>, b@example.com', ['petr@example.com|Novák, Petr', 'b@example.com|'], []],
  [
    'a@example.com; b@example.com\r\nc@example.com\td@example.com',
    ['a@example.com|', 'b@example.com|', 'c@example.com|', 'd@example.com|'],
    [],
  ],
  ['a@example.com b@example.com', ['a@example.com|', 'b@example.com|'], []],
  ['mailto:a@example.com', ['a@example.com|'], []],
  ['<a@example.com>', ['a@example.com|'], []],
  ['not an address', [], ['not an address']],
  ['a@b@c, x@example.com', ['x@example.com|'], ['a@b@c']],
  [' , ;\n', [], []],
])('%j is read', (text, addresses, rest) => {
  const read = readAddresses(text)
  expect(read.addresses.map((one) => `${one.address}|${one.name}`)).toEqual(addresses)
  expect(read.rest).toEqual(rest)
})

test('whatever is pasted, only what looks like an address becomes one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => readAddresses(text).addresses.every((one) => looksLikeAddress(one.address))),
  )
})

test('a list written with names and any separators is read back as it was', () => {
  const address = fc.emailAddress().filter(looksLikeAddress)
  fc.assert(
    fc.property(fc.array(address, { minLength: 1 }), fc.constantFrom(', ', ';', '\n', ' ; '), (list, separator) => {
      const read = readAddresses(list.map((one, at) => (at % 2 ? `"N, ${at}" <${one}>` : one)).join(separator))
      expect(read.addresses.map((one) => one.address)).toEqual(list)
    }),
  )
})
