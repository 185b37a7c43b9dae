/** A Status: one list for the desk, of which each Category offers some. */
import { z } from 'zod'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'

/** The colours a Status can have; each theme has its own shade of them. */
export const colors = ['grey', 'blue', 'teal', 'green', 'amber', 'orange', 'red', 'pink', 'violet'] as const

export const statuses = thing({
  name: 'status',
  path: 'statuses',
  module: 'categories',
  called: ['a Status', 'Statuses'],
  shape: z.strictObject({ title: line(80), color: z.enum(colors).default('grey'), position: z.int().min(0).max(10_000).default(0) }),
})
