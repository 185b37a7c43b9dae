/** A setting of the whole installation that administrators change in the browser: declared once, with what holds until somebody does. */
import { z } from 'zod'
import { event } from './event.ts'

/** Every value of `shape` has a default; `key` is its row in the database. */
export interface Setting<V> {
  key: string
  parse: (stored: unknown) => V
}

export const setting = <Shape extends z.ZodObject>(key: string, shape: Shape): Setting<z.output<Shape>> & { shape: Shape } => ({
  key,
  shape,
  parse: (stored) => shape.parse(stored),
})

/** The audit log's entry: which setting, and what was and is. */
export const settingChanged = event({
  name: 'setting.changed',
  subject: 'installation',
  payload: z.object({ key: z.string(), changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })) }),
})
