/** A Macro: field changes and a Template in one click, offered on the tickets for which its condition holds. */
import { z } from 'zod'
import { filter } from '#platform/filter.ts'
import { id, line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { folder } from '#templates/template.ts'
import { fieldEdits } from '#tickets/fieldEdits.ts'

const shape = z.strictObject({
  name: line(120),
  folder: folder.default(''),
  /** By field: the same lines as an edit of many tickets. */
  changes: fieldEdits.default({}),
  /** Of an email it begins an answer, of a comment a comment. */
  templateId: id.nullable().default(null),
  /** Null: it is offered on every ticket. */
  condition: filter.nullable().default(null),
  everyone: z.boolean().default(true),
  teamIds: z.array(id).max(500).default([]),
  rightIds: z.array(id).max(500).default([]),
  position: z.int().min(0).max(10_000).default(0),
  active: z.boolean().default(true),
})
export type MacroValues = z.output<typeof shape>

export const macros = thing({ name: 'macro', path: 'macros', module: 'templates', called: ['a Macro', 'Macros'], shape })

/** What of a Macro cannot be done any more: the field, `template`, `condition` or `audience`, because what it names is gone. */
export const lost = z.strictObject({ field: z.string(), code: z.enum(['gone', 'inactive']) })
export type Lost = z.infer<typeof lost>

/** A Macro as someone may use it. */
export const offeredMacro = z.strictObject({
  id: z.int(),
  version: z.int(),
  name: z.string(),
  folder: z.string(),
  /** What can still be done; what cannot stands in `lost`. */
  changes: fieldEdits,
  template: z.strictObject({ id: z.int(), name: z.string(), kind: z.enum(['email', 'comment']) }).nullable(),
  lost: z.array(lost),
})
export type OfferedMacro = z.infer<typeof offeredMacro>
