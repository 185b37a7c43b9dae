/** An SLA: how soon a ticket of each priority is to be answered and solved, in counted time. */
import { z } from 'zod'
import { ticketChoices } from '#fields/ticketChoices.ts'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { longestMinutes } from './timeGroup.ts'

export const slaUnits = ['minutes', 'hours'] as const
const minutesIn = { minutes: 1, hours: 60 } as const

/** A length of counted time in the given unit, from a minute to a year. */
export const lengthProblem = (length: number, unit: (typeof slaUnits)[number]) =>
  length * minutesIn[unit] > longestMinutes ? ({ code: 'too_long', maximum: longestMinutes / minutesIn[unit] } as const) : undefined

const times = z.strictObject({
  /** Optional; 0, as other systems write it, is none. */
  response: z
    .int()
    .min(0)
    .nullable()
    .default(null)
    .overwrite((n) => n || null),
  solution: z.int().min(1),
})

export const sla = z
  .strictObject({ title: line(200), unit: z.enum(slaUnits), low: times, medium: times, high: times })
  .superRefine((given, ctx) => {
    for (const priority of ticketChoices.priority)
      for (const name of ['response', 'solution'] as const) {
        const problem = lengthProblem(given[priority][name] ?? 0, given.unit)
        if (problem)
          ctx.addIssue({
            code: 'custom',
            path: [priority, name],
            message: `At most ${problem.maximum} ${given.unit}.`,
            params: { code: problem.code },
          })
      }
  })
export type Sla = z.output<typeof sla>

/** The SLAs that Categories and Accounts choose from. */
export const slas = thing({ name: 'sla', path: 'slas', module: 'categories', called: ['an SLA', 'SLAs'], shape: sla })

/** Both in minutes of counted time. */
export interface Targets {
  response: number | null
  solution: number
}

/** What an SLA asks of a ticket of this priority. */
export function targetsOf(given: Omit<Sla, 'title'>, priority: 'low' | 'medium' | 'high'): Targets {
  const { response, solution } = given[priority]
  const unit = minutesIn[given.unit]
  return { response: response ? response * unit : null, solution: solution * unit }
}
