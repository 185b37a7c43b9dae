/** One thing while it is edited: what was typed, kept in this browser until it is saved, and what became of saving it. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { useMe } from '#people/web/session.ts'
import type { Filled, Shown } from '#platform/thing.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { clearJournal, readJournal, writeJournal } from '#platform/web/journal.ts'
import type { Kind } from './kind.ts'
import { readThing } from './useThings.ts'

const kept = z.object({ version: z.int(), values: z.record(z.string(), z.unknown()) })

/** `stored` is null for a new one, which begins with `start`. */
export function useThingForm<V extends Filled>(kind: Kind<V>, stored: Shown<V> | null, start: V) {
  const me = useMe()
  const queries = useQueryClient()
  const key = `manage:${me.id}:${kind.path}:${stored?.id ?? 'new'}`
  const [held, setHeld] = useState(() => begin(kind, key, stored, start))
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<CallProblem | null>(null)
  const [saved, setSaved] = useState(false)
  const { values, base, backFrom } = held
  const changed = changedIn(base.values, values)

  useEffect(() => {
    if (changed.length === 0) clearJournal(key)
    else writeJournal(key, { version: base.version, values })
  }, [key, base.version, values, changed.length])

  const become = (given: Shown<V>) => {
    setHeld({ values: valuesOf(kind, given), base: { version: given.version, values: valuesOf(kind, given) }, backFrom: undefined })
    setError(null)
  }

  /** Gives what was stored, or undefined when it was refused. */
  async function save(version = base.version): Promise<Shown<V> | undefined> {
    setSaving(true)
    setError(null)
    setSaved(false)
    try {
      const { doors } = kind.thing
      const answer = stored ? await call(doors.change, { ...values, id: stored.id, version }) : await call(doors.create, { ...values })
      clearJournal(key)
      // What was saved shows in many places: categories in the form, names in lists.
      void queries.invalidateQueries()
      const now = readThing(kind.thing, answer)
      become(now)
      setSaved(true)
      return now
    } catch (problem) {
      if (!(problem instanceof CallProblem)) throw problem
      setError(problem)
      return undefined
    } finally {
      setSaving(false)
    }
  }

  return {
    values,
    changed,
    error,
    saving,
    saved,
    /** When what came back from an earlier visit was typed. */
    backFrom,
    set: (change: Partial<V>) => {
      setSaved(false)
      setHeld((now) => ({ ...now, values: { ...now.values, ...change } }))
    },
    discard: () => {
      setHeld((now) => ({ ...now, values: now.base.values, backFrom: undefined }))
      setError(null)
    },
    save,
    become,
  }
}

export type ThingForm<V extends Filled> = ReturnType<typeof useThingForm<V>>

function begin<V extends Filled>(kind: Kind<V>, key: string, stored: Shown<V> | null, start: V) {
  const base = { version: stored?.version ?? 0, values: stored ? valuesOf(kind, stored) : start }
  const before = readJournal(key, kept)
  // Typed over a version that is gone: it would undo what was done since.
  if (before?.value.version !== base.version) return { base, values: base.values, backFrom: undefined }
  return { base, values: { ...base.values, ...before.value.values }, backFrom: new Date(before.at) }
}

/** What people fill in, without what is known besides. */
export function valuesOf<V extends Filled>(
  kind: Kind<V>,
  { id: _id, version: _version, changedAt: _at, changedBy: _by, ...values }: Shown<V>,
): V {
  return kind.thing.parse(values)
}

/** The names of the values that differ. */
export function changedIn(before: Filled, after: Filled): string[] {
  return Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]))
}
