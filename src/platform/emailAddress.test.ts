import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wellFormed } from './shapes.ts'
import { addressKey, displayName, isAddress, normaliseAddress, parseMailbox, samePerson } from './emailAddress.ts'

/** Any text at all, lone surrogates too. */
const anyText = (maxLength = 40) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes))

describe('Addresses are stored in one form', () => {
  test.each([
    ['jane@Example.COM', 'jane@example.com'],
    ['  Jane.Doe+x@example.com ', 'Jane.Doe+x@example.com'],
    ['<jane@example.com>', 'jane@example.com'],
    ['mailto:jane@example.com', 'jane@example.com'],
    ['jane@example.com.', 'jane@example.com'],
    ['support@localhost', 'support@localhost'],
    ['"jane"@example.com', 'jane@example.com'],
    ['"jane doe"@example.com', '"jane doe"@example.com'],
    ['"a\\"b"@example.com', '"a\\"b"@example.com'],
    ['jürgen@MÜNCHEN.de', 'jürgen@münchen.de'],
    ['jane@xn--mnchen-3ya.de', 'jane@münchen.de'],
    ['jane@XN--MNCHEN-3YA.de', 'jane@münchen.de'],
    ['a..b.@docomo.ne.jp', 'a..b.@docomo.ne.jp'],
    ['jane@[192.0.2.1]', 'jane@[192.0.2.1]'],
    ['jane@[IPv6:2001:db8::1]', 'jane@[ipv6:2001:db8::1]'],
    ["o'brien/x=y@example.com", "o'brien/x=y@example.com"],
    ['jane@under_score.example', 'jane@under_score.example'],
    ['u@xn--999999999999', 'u@xn--999999999999'],
  ])('%s is kept as %s', (written, stored) => expect(normaliseAddress(written)).toBe(stored))

  test.each([
    '',
    '@',
    'jane',
    'jane@',
    '@example.com',
    'ja ne@example.com',
    'a@b@c',
    'jane@exa mple.com',
    'jane@example..com',
    'jane@-x.com',
    'jane@x-.com',
    'jane,joe@example.com',
    'jane@example.com\r\nBcc: x@y.z',
    'ja\nne@example.com',
    'jane\u202e@example.com',
    '""@example.com',
    `${'x'.repeat(65)}@example.com`,
    `x@${'y'.repeat(64)}.com`,
    `x@${'y.'.repeat(150)}com`,
    'jane@[1.2.3]',
    'jane@<script>.com',
  ])('%j is malformed', (written) => expect(normaliseAddress(written)).toBeNull())

  test('normalising twice changes nothing, and no result can break a header line', () => {
    const near = fc.string({
      unit: fc.constantFrom(
        'a',
        'B',
        '@',
        '.',
        '-',
        '"',
        '\\',
        ' ',
        '\n',
        '\r',
        '<',
        '>',
        'ü',
        'xn--',
        '3ya',
        '\0',
        '\ud800',
        '[',
        ']',
        ',',
      ),
    })
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.emailAddress(), near), (written) => {
        const once = normaliseAddress(written)
        if (once === null) return
        expect(normaliseAddress(once)).toBe(once)
        expect(once).not.toMatch(/[\r\n\0<>]/)
        expect(wellFormed(once)).toBe(once)
        expect(samePerson(once, written)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('ordinary addresses are accepted', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        expect(isAddress(address)).toBe(true)
      }),
    )
  })

  test('a domain written in Unicode and in Punycode is the same', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcxyz019čšžüöéñłøжщяюαβγ日本語한국'.split('')), minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(letters, (word) => {
        const ascii = domainToASCII(`${word}.example`)
        fc.pre(ascii !== '')
        expect(normaliseAddress(`a@${ascii}`)).toBe(normaliseAddress(`a@${word}.example`))
      }),
    )
  })
})

describe('The same person', () => {
  test('is recognised whatever the case, never by a similar address', () => {
    expect(samePerson('Jane@Example.com', 'jane@example.COM')).toBe(true)
    expect(samePerson('jane@example.com', 'jane@example.org')).toBe(false)
    expect(samePerson('jane+a@example.com', 'jane@example.com')).toBe(false)
    expect(addressKey('nonsense ')).toBe('nonsense')
  })
})

describe('What a person types as a recipient', () => {
  test.each([
    ['jane@example.com', { address: 'jane@example.com', name: '' }],
    ['Jane Doe <Jane@EXAMPLE.com>', { address: 'Jane@example.com', name: 'Jane Doe' }],
    ['"Doe, Jane \\"JD\\"" <jane@example.com>', { address: 'jane@example.com', name: 'Doe, Jane "JD"' }],
    ['Jane\r\nBcc: x@y.z <jane@example.com>', { address: 'jane@example.com', name: 'Jane Bcc: x@y.z' }],
  ])('%j', (typed, mailbox) => expect(parseMailbox(typed)).toEqual(mailbox))
  test.each(['Jane Doe', 'Jane <>', 'Jane <nope>', 'Jane <a@b> c'])('%j is malformed', (typed) => expect(parseMailbox(typed)).toBeNull())
  test('a name cannot turn the address around or break the line', () => {
    fc.assert(
      fc.property(anyText(400), (name) => {
        expect(displayName(name)).not.toMatch(/[\r\n\0\u202e]/)
      }),
    )
  })
})
