/** Merges a save with what others wrote meanwhile, field by field; sets merge by element. Pure; no history is read, no lock was held. */
import { same, type Change, type SetChange } from '#platform/field.ts'
import { isSet } from '#tickets/fields.ts'
import { isCustomKey, keysOf, type Changeable, type Changes, type FieldKey } from '#tickets/ticket.ts'

export type Changed = { [F in FieldKey]?: Change }

export interface Merged {
  /** What has to be written: fields whose value was still `from`. */
  changed: Changed
  /** Fields that hold neither `from` nor `to`: someone else changed them since they were loaded. */
  conflicts: { field: FieldKey; mine: unknown; theirs: unknown }[]
}

/** `setOf` tells which custom fields hold sets. */
export function mergeFields(now: Changeable, wanted: Changes, setOf: (key: FieldKey) => boolean = () => false): Merged {
  const merged: Merged = { changed: {}, conflicts: [] }
  for (const field of keysOf(wanted)) {
    const change = wanted[field]
    if (change === undefined) continue
    const theirs = now[field]
    if ((isCustomKey(field) ? setOf(field) : isSet(field)) || 'add' in change) {
      const to = mergedSet(theirs, change)
      if (!same(theirs, to)) merged.changed[field] = { from: theirs ?? [], to }
    } else if (!same(theirs, change.to)) {
      if (same(theirs, change.from)) merged.changed[field] = { from: theirs ?? null, to: change.to }
      else merged.conflicts.push({ field, mine: change.to, theirs: theirs ?? null })
    }
  }
  return merged
}

/** What was added is in, what was removed is out, and whatever else someone did to the set stays. */
function mergedSet(theirs: unknown, change: Change | SetChange): unknown[] {
  const now = listOf(theirs)
  const add = 'add' in change ? change.add : listOf(change.to).filter((one) => !has(listOf(change.from), one))
  const remove = 'add' in change ? change.remove : listOf(change.from).filter((one) => !has(listOf(change.to), one))
  const kept = now.filter((one) => !has(remove, one))
  return [...kept, ...add.filter((one, n) => !has(kept, one) && !has(add.slice(0, n), one))]
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value])
const has = (set: readonly unknown[], one: unknown) => set.some((other) => same(one, other))
