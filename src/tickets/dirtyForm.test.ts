/** Edits and news from others, in any order. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterSave, conflictsOf, dropEdit, edit, editedFields, keepMine, mergeIncoming, shownValues, valuesOf } from './dirtyForm.ts'
import type { FormState } from './dirtyForm.ts'
import { fieldNames } from './fields.ts'
import { priorities, states } from './ticket.ts'
import type { Changeable, FieldName, Ticket } from './ticket.ts'

const at = '2026-11-19T09:00:00.000Z'
const ticketOf = (version: number, values: Changeable): Ticket => ({
  id: 1,
  version,
  title: values.title,
  category: { id: values.categoryId, name: `Category ${values.categoryId}` },
  priority: values.priority,
  state: values.state,
  user: values.userId === null ? null : { id: values.userId, name: 'User' },
  contact: values.contactId === null ? null : { id: values.contactId, name: 'Contact', emails: [] },
  account: null,
  description: values.description,
  participants: [],
  followers: [],
  followUpOf: null,
  followUps: [],
  origin: 'email',
  createdAt: at,
  editedAt: at,
  closedAt: null,
  firstAnswerAt: null,
  lastActivityAt: at,
  unread: false,
  activityCount: 0,
  attachmentCount: 0,
})
const one = fc.integer({ min: 1, max: 3 })
const values: fc.Arbitrary<Changeable> = fc.record({
  title: fc.constantFrom('a', 'b', 'c'),
  categoryId: one,
  priority: fc.constantFrom(...priorities),
  state: fc.constantFrom(...states),
  userId: fc.option(one),
  contactId: fc.option(one),
  description: fc.constantFrom('', 'x', 'y'),
})
const typed = fc.array(fc.tuple(fc.constantFrom(...fieldNames), values), { maxLength: 6 })
const typeIn = (state: FormState, steps: [FieldName, Changeable][]) => steps.reduce((now, [field, v]) => edit(now, field, v[field]), state)
const begin = (v: Changeable): FormState => ({ ticket: ticketOf(1, v), edits: {} })

test("Someone else's change updates untouched fields at once and never overwrites edited ones", () =>
  fc.assert(
    fc.property(values, typed, values, (before, steps, after) => {
      const mine = typeIn(begin(before), steps)
      const merged = mergeIncoming(mine, ticketOf(2, after))
      for (const field of fieldNames)
        expect(shownValues(merged)[field]).toBe(mine.edits[field] === undefined ? after[field] : shownValues(mine)[field])
    }),
  ))

test('A conflict is the same field changed on both sides to different values, and nothing else', () =>
  fc.assert(
    fc.property(values, typed, values, (before, steps, after) => {
      const mine = typeIn(begin(before), steps)
      const found = conflictsOf(mergeIncoming(mine, ticketOf(2, after))).map((c) => c.field)
      const expected = fieldNames.filter((f) => mine.edits[f] && after[f] !== before[f] && after[f] !== shownValues(mine)[f])
      expect(found).toEqual(expected)
    }),
  ))

test('News may come in any order: the newest version is what stays', () =>
  fc.assert(
    fc.property(
      values,
      typed,
      fc.array(values, { minLength: 1, maxLength: 5 }),
      fc.infiniteStream(fc.nat()),
      (before, steps, news, dice) => {
        const tickets = news.map((v, n) => ticketOf(n + 2, v))
        const shuffled = tickets
          .map((t) => ({ t, k: dice.next().value ?? 0 }))
          .toSorted((a, b) => a.k - b.k)
          .map(({ t }) => t)
        const merged = shuffled.reduce(mergeIncoming, typeIn(begin(before), steps))
        expect(valuesOf(merged.ticket)).toEqual(news.at(-1))
      },
    ),
  ))

test('After every conflict is answered none is left: mine stays as typed, theirs is the stored value', () =>
  fc.assert(
    fc.property(values, typed, values, fc.boolean(), (before, steps, after, keep) => {
      const merged = mergeIncoming(typeIn(begin(before), steps), ticketOf(2, after))
      const conflicts = conflictsOf(merged)
      const answered = conflicts.reduce((s, c) => (keep ? keepMine(s, c.field) : dropEdit(s, c.field)), merged)
      expect(conflictsOf(answered)).toEqual([])
      for (const c of conflicts) expect(shownValues(answered)[c.field]).toBe(keep ? c.mine : c.theirs)
    }),
  ))

test('What is typed while a save is under way stays an edit of what was saved', () =>
  fc.assert(
    fc.property(values, typed, typed, (before, first, second) => {
      const sending = typeIn(begin(before), first)
      const during = typeIn(sending, second)
      const done = afterSave(during, sending.edits, ticketOf(2, shownValues(sending)))
      expect(shownValues(done)).toEqual(
        Object.fromEntries(fieldNames.map((f) => [f, during.edits[f] ? shownValues(during)[f] : shownValues(done)[f]])),
      )
      expect(conflictsOf(done)).toEqual([])
      if (second.length === 0) expect(editedFields(done.edits)).toEqual([])
    }),
  ))

test('Typing the stored value again ends the edit', () => {
  const v: Changeable = { title: 'a', categoryId: 1, priority: 'low', state: 'open', userId: null, contactId: null, description: '' }
  const state = edit(edit(begin(v), 'title', 'b'), 'title', 'a')
  expect(state.edits).toEqual({})
  expect(edit(edit(begin(v), 'userId', 7), 'userId', null).edits).toEqual({})
})
