/** Edits and news from others, in any order. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  afterSave,
  changesOf,
  conflictsOf,
  dropEdit,
  edit,
  editedFields,
  keepMine,
  mergeIncoming,
  shownValues,
  valuesOf,
} from './dirtyForm.ts'
import type { FormState } from './dirtyForm.ts'
import { same } from '#platform/field.ts'
import { fieldNames, isSet } from './fields.ts'
import { ticketOf } from './testing/ticketOf.ts'
import { priorities, states } from './ticket.ts'
import type { Changeable, FieldKey, Ticket } from './ticket.ts'

const named = (id: number | null) => (id === null ? null : { id, name: `Number ${id}` })
const stored = (version: number, v: Changeable): Ticket =>
  ticketOf({
    version,
    title: v.title,
    category: { id: v.categoryId, name: `Category ${v.categoryId}` },
    priority: v.priority,
    state: v.state,
    user: named(v.userId),
    contact: v.contactId === null ? null : { id: v.contactId, name: 'Contact', emails: [] },
    account: named(v.accountId),
    deadlineAt: v.deadline,
    deadlineByHand: v.deadline !== null,
    reopenAt: v.reopenAt,
    parent: v.parentId === null ? null : { id: v.parentId, title: 'Parent', state: 'open' },
    statuses: v.statusIds.map((id) => ({ id, title: `Status ${id}`, color: 'grey' })),
    followers: v.followerIds.map((id) => ({ id, name: `User ${id}` })),
    participants: v.participants.map((address) => ({ address, name: '' })),
    description: v.description,
    custom: { 4: v['custom.4'] },
  })
const one = fc.integer({ min: 1, max: 3 })
const moments = fc.constantFrom(null, '2026-12-01T08:00:00.000Z', '2026-12-02T08:00:00.000Z')
const keys = [...fieldNames, 'custom.4'] as const
const values: fc.Arbitrary<Changeable> = fc.record({
  title: fc.constantFrom('a', 'b', 'c'),
  categoryId: one,
  priority: fc.constantFrom(...priorities),
  state: fc.constantFrom(...states),
  userId: fc.option(one),
  contactId: fc.option(one),
  accountId: fc.option(one),
  deadline: moments,
  reopenAt: moments,
  parentId: fc.option(one),
  statusIds: fc.subarray([1, 2, 3]),
  followerIds: fc.subarray([1, 2, 3]),
  participants: fc.subarray(['a@x.cz', 'b@x.cz']),
  'custom.4': fc.constantFrom(null, 'red', 'blue'),
  description: fc.constantFrom('', 'x', 'y'),
})
const typed = fc.array(fc.tuple(fc.constantFrom(...keys), values), { maxLength: 6 })
const typeIn = (state: FormState, steps: [FieldKey, Changeable][]) => steps.reduce((now, [field, v]) => edit(now, field, v[field]), state)
const begin = (v: Changeable): FormState => ({ ticket: stored(1, v), edits: {} })

test("Someone else's change updates untouched fields at once and never overwrites edited ones", () =>
  fc.assert(
    fc.property(values, typed, values, (before, steps, after) => {
      const mine = typeIn(begin(before), steps)
      const merged = mergeIncoming(mine, stored(2, after))
      for (const field of keys)
        expect(shownValues(merged)[field]).toEqual(mine.edits[field] === undefined ? after[field] : shownValues(mine)[field])
    }),
  ))

test('A conflict is the same field changed on both sides to different values, and nothing else', () =>
  fc.assert(
    fc.property(values, typed, values, (before, steps, after) => {
      const mine = typeIn(begin(before), steps)
      const found = conflictsOf(mergeIncoming(mine, stored(2, after))).map((c) => c.field)
      const single = keys.filter((f) => f === 'custom.4' || !isSet(f))
      const expected = single.filter((f) => mine.edits[f] && !same(after[f], before[f]) && !same(after[f], shownValues(mine)[f]))
      expect(found.toSorted()).toEqual(expected.toSorted())
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
        const tickets = news.map((v, n) => stored(n + 2, v))
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
      const merged = mergeIncoming(typeIn(begin(before), steps), stored(2, after))
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
      const done = afterSave(during, sending.edits, stored(2, shownValues(sending)))
      expect(shownValues(done)).toEqual(
        Object.fromEntries(keys.map((f) => [f, during.edits[f] ? shownValues(during)[f] : shownValues(done)[f]])),
      )
      expect(conflictsOf(done)).toEqual([])
      if (second.length === 0) expect(editedFields(done.edits)).toEqual([])
    }),
  ))

test('Typing the stored value again ends the edit', () => {
  const v = valuesOf(ticketOf({ title: 'a' }))
  const state = edit(edit(begin(v), 'title', 'b'), 'title', 'a')
  expect(state.edits).toEqual({})
  expect(edit(edit(begin(v), 'userId', 7), 'userId', null).edits).toEqual({})
})

test('an edit of a custom field that has no value says that it was empty', () => {
  const state = edit({ ticket: ticketOf(), edits: {} }, 'custom.5', '2026-0817')
  expect(changesOf(state.edits, state.ticket)).toEqual({ 'custom.5': { from: null, to: '2026-0817' } })
})
