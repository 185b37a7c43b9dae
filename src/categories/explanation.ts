/** A deadline computed and explained for a Time group, a start and a length: the same engine that every ticket's clock uses. */
import { z } from 'zod'
import { instant } from '#platform/shapes.ts'
import { clockOf } from './clock.ts'
import { aroundTheClock, openHours } from './openHours.ts'
import { receipt, receiptOf } from './receipt.ts'
import { lengthProblem, slaUnits } from './sla.ts'
import { includeProblems, timeGroup } from './timeGroup.ts'
import { minute } from './zone.ts'

const [first, last] = [Date.UTC(1970, 0, 1), Date.UTC(2150, 0, 1)]

/** A Time group that others may include by its id. */
const included = z.strictObject({ id: z.int(), timeGroup })

export const explainInput = z
  .strictObject({
    /** None is around the clock. */
    timeGroup: timeGroup.nullable().default(null),
    included: z.array(included).max(20).default([]),
    start: z.iso.datetime({ offset: true }),
    duration: z.int().min(1),
    unit: z.enum(slaUnits).default('minutes'),
  })
  .superRefine((given, ctx) => {
    const refuse = (path: (string | number)[], code: string, message: string) =>
      ctx.addIssue({ code: 'custom', path, message, params: { code } })
    const long = lengthProblem(given.duration, given.unit)
    if (long) refuse(['duration'], long.code, `At most ${long.maximum} ${given.unit}.`)
    const start = Date.parse(given.start)
    if (start < first || start >= last) refuse(['start'], 'out_of_range', 'Between 1970 and 2149.')
    const ids = new Map<number, number>()
    for (const [n, { id }] of given.included.entries()) {
      if (ids.has(id)) refuse(['included', n, 'id'], 'duplicate_id', 'Another Time group has this id.')
      ids.set(id, n)
    }
    // The group that is asked about has no id, so nothing can include it.
    const groups = given.included.map((group) => ({ id: group.id, includes: group.timeGroup.includes }))
    const asked = { id: Math.min(0, ...ids.keys()) - 1, includes: given.timeGroup?.includes ?? [] }
    for (const { id, at, code } of includeProblems([asked, ...groups])) {
      const n = ids.get(id)
      const path = n === undefined ? ['timeGroup'] : ['included', n, 'timeGroup']
      refuse(
        [...path, 'includes', at],
        code,
        code === 'time_group_cycle' ? 'Time groups include each other in a circle.' : 'There is no such Time group.',
      )
    }
  })

export const explained = z.strictObject({
  /** None if the time never becomes full; the warning says why. */
  deadline: instant.nullable(),
  warning: z.enum(['never_opens', 'too_far']).nullable(),
  /** From the start to the deadline. */
  receipt,
})

/** The answer, without anything but the question. */
export function explain(question: z.output<typeof explainInput>): z.output<typeof explained> {
  const start = Date.parse(question.start)
  const groups = new Map(question.included.map((group) => [group.id, group.timeGroup]))
  const hours = question.timeGroup ? openHours(question.timeGroup, (id) => groups.get(id)) : aroundTheClock
  const hoursOf = () => hours
  const solution = question.duration * (question.unit === 'hours' ? 60 : 1)
  const terms = { targets: { response: null, solution }, timeGroup: null, grantMinutes: 0, dueSoonMinutes: 60 }
  const until = hours.after(start, solution * minute)
  const clock = clockOf([{ kind: 'created', at: start, state: 'open', terms }], until ?? start, hoursOf)
  return {
    deadline: clock.deadline === null ? null : new Date(clock.deadline).toISOString(),
    warning: clock.warning,
    receipt: receiptOf(clock, hoursOf),
  }
}
