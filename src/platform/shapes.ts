/** The small shapes that all input and output are made of. */
import { z } from 'zod'

/** PostgreSQL refuses NUL and lone surrogates, JSON allows both: the one text type removes the first and repairs the second. */
export const wellFormed = (s: string) =>
  s.replaceAll('\0', '').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')

export const text = (max: number) => z.string().max(max).overwrite(wellFormed)
/** Text that must say something: one line, trimmed, not empty. */
export const line = (max: number) =>
  z
    .string()
    .overwrite((s) => wellFormed(s).replaceAll(/\s+/g, ' ').trim())
    .min(1)
    .max(max)
/** Ids are integers below 2⁵³; in paths and queries they come as text. */
export const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
/** ISO 8601, UTC, whole milliseconds. */
export const instant = z.iso.datetime({ precision: 3 })
/** A moment as people and programs send it, with any offset; kept like every instant. No clock and no database speaks of years without four digits. */
export const moment = z.iso
  .datetime({ offset: true })
  .overwrite((s) => new Date(s).toISOString())
  .refine((s) => /^[1-9]\d{3}-/.test(s), 'Between the years 1000 and 9999.')
/** The answer of a command with nothing to say. */
export const done = z.strictObject({ ok: z.literal(true) })
