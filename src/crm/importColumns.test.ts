import { expect, test } from 'vitest'
import { guessColumns } from './importColumns.ts'

test.each([
  [
    ['Name', 'E-mail', 'Phone', 'Company', 'Notes', 'Born'],
    ['name', 'email', 'phone', 'account', 'note', null],
  ],
  [
    ['Jméno', 'Příjmení', 'E-mail', 'Mobil', 'Firma', 'Poznámka'],
    ['firstName', 'lastName', 'email', 'phone', 'account', 'note'],
  ],
  [
    ['Jméno', 'E-mail 1', 'E-mail 2'],
    ['name', 'email', 'email'],
  ],
  [
    ['Vorname', 'Nachname', 'E-Mail-Adresse', 'Telefonnummer', 'Unternehmen'],
    ['firstName', 'lastName', 'email', 'phone', 'account'],
  ],
  [
    ['Imię i nazwisko', 'Adres email'],
    ['name', 'email'],
  ],
])('%j is understood as %j', (head, wanted) => expect(guessColumns(head, [])).toEqual(wanted))

test('a column of addresses is one whatever it is called, and a custom field is told by its title', () => {
  expect(
    guessColumns(
      ['Who', 'X', 'Customer number'],
      [
        ['Jan', 'jan@a.cz', '7'],
        ['Eva', '', '8'],
      ],
      [{ id: 12, title: 'Customer Number' }],
    ),
  ).toEqual([null, 'email', 'custom.12'])
})
