/** What a password must not be made of. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPersonal } from './passwordRules.ts'

const ada = { name: 'Ada Lovelace', email: 'ada.lovelace@desk.example' }

test.each(['ada.lovelace@desk.example', 'Ada Lovelace', 'LOVELACE-ada', 'lovelace2026', 'Ada-Lovelace-Ada', 'deskexample123'])(
  'One’s own name and address, also turned and lengthened a little, are no password: %s',
  (password) => expect(isPersonal(password, ada)).toBe(true),
)

test.each(['correct horse battery', 'ada likes engines', 'the lovelace engine', 'notes on bernoulli'])(
  'A few words are a password, also with one’s own among them: %s',
  (password) => expect(isPersonal(password, ada)).toBe(false),
)

test('Whatever is made of one’s own words and signs alone is refused', () => {
  const words = fc.constantFrom('ada', 'Lovelace', 'ADA.LOVELACE', 'desk.example', '-', '!', ' ', '1')
  fc.assert(
    fc.property(fc.array(words, { minLength: 2, maxLength: 6 }), (parts) => {
      fc.pre(parts.some((part) => /[a-z]/i.test(part)))
      expect(isPersonal(parts.join(''), ada)).toBe(true)
    }),
  )
})

test('What holds none of one’s own words is never refused, whatever else it is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 10, maxLength: 200 }), (password) => {
      fc.pre(!/ada|lovelace|desk|example/i.test(password.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '')))
      expect(isPersonal(password, ada)).toBe(false)
    }),
  )
})
