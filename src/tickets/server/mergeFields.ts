/** Merges a save with what others wrote meanwhile, field by field. Pure; no history is read, no lock was held. */
import type { Change } from '#platform/field.ts'
import { fieldNames } from '#tickets/fields.ts'
import type { Changeable, Changes, FieldName } from '#tickets/ticket.ts'

export interface Merged {
  /** What has to be written: fields whose value was still `from`. */
  changed: Partial<Record<FieldName, Change>>
  /** Fields that hold neither `from` nor `to`: someone else changed them since they were loaded. */
  conflicts: { field: FieldName; mine: unknown; theirs: unknown }[]
}

export function mergeFields(now: Changeable, wanted: Changes): Merged {
  const merged: Merged = { changed: {}, conflicts: [] }
  for (const field of fieldNames) {
    const change = wanted[field]
    if (!change || now[field] === change.to) continue
    if (now[field] === change.from) merged.changed[field] = { from: now[field], to: change.to }
    else merged.conflicts.push({ field, mine: change.to, theirs: now[field] })
  }
  return merged
}
