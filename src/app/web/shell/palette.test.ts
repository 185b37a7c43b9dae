import { expect, test } from 'vitest'
import { found, type Goal, ticketNumber } from './palette.ts'

const goal = (name: string, group = 'Views', always = false): Goal<null> => ({ key: name, name, group, icon: null, run: () => {}, always })

test('#1234 or 1234 goes to that ticket', () => {
  expect([ticketNumber('#1234'), ticketNumber(' 17 '), ticketNumber('0'), ticketNumber('a1'), ticketNumber('')]).toEqual([
    1234,
    17,
    undefined,
    undefined,
    undefined,
  ])
})

test('each typed word begins a word of the name or its group, whatever the accents', () => {
  const goals = [goal('My tickets'), goal('All tickets'), goal('Žádost o výmaz', 'Open tickets')]
  expect(found(goals, 'tick my').map((g) => g.name)).toEqual(['My tickets'])
  expect(found(goals, 'zad').map((g) => g.name)).toEqual(['Žádost o výmaz'])
  expect(found(goals, 'nothing')).toEqual([])
  expect(found(goals, '')).toHaveLength(3)
})

test('names that begin with what was typed come first, a ticket’s number before all', () => {
  const goals = [goal('All open'), goal('Open tab'), goal('Go to ticket #7', '', true)]
  expect(found(goals, 'open').map((g) => g.name)).toEqual(['Go to ticket #7', 'Open tab', 'All open'])
})
