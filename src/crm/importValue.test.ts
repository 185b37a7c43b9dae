/** What a cell of a CSV file means. */
import { expect, test } from 'vitest'
import { customField } from '#fields/customField.ts'
import { importValue } from './importValue.ts'

const field = (type: string, more: object = {}) => customField.parse({ id: 1, subject: 'contact', title: 'F', type, ...more })
const users = [
  { id: 7, name: 'Jana Dvořáková', email: 'jana@desk.example' },
  { id: 8, name: 'Marek Horák', email: 'marek@desk.example' },
  { id: 9, name: 'Marek Horák', email: 'horak@desk.example' },
]

test('a User is told by address or name; a name that two have is refused by the field', () => {
  const cells = ['jana@desk.example', 'JANA DVORAKOVA', 'horak@desk.example', 'Marek Horák', 'Nobody']
  expect(cells.map((cell) => importValue(field('user'), cell, users))).toEqual([7, 7, 9, 'Marek Horák', 'Nobody'])
  expect(importValue(field('user', { several: true }), 'Jana Dvořáková; marek@desk.example', users)).toEqual([7, 8])
})

const read = (cell: string) => importValue(field('address'), cell)

test('an address in one line comes apart into street, postcode, city and country', () => {
  expect(read('Husova 1, 602 00 Brno, Czechia')).toEqual({ street: 'Husova 1', zip: '602 00', city: 'Brno', country: 'Czechia' })
  expect(read('Husova 1, Brno 602 00')).toEqual({ street: 'Husova 1', zip: '602 00', city: 'Brno' })
  expect(read('1 High St, London, SW1A 1AA, UK')).toEqual({ street: '1 High St', city: 'London', zip: 'SW1A 1AA', country: 'UK' })
  expect(read('Husova 1')).toEqual({ street: 'Husova 1' })
  expect(read('a, b, c, d')).toBe('a, b, c, d')
})
