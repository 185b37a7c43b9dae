/** What is typed about a Contact or an Account until it is saved: kept apart from what is stored, and kept in this browser. */
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { CallProblem } from '#platform/web/call.ts'
import { keep, readKept } from '#platform/web/kept.ts'

interface Wanted<V extends object, Saved> {
  /** Names the draft: `contact:12`. */
  name: string
  shape: z.ZodType<V>
  /** What is stored, and its version; 0 for a new one. */
  stored: V
  version: number
  save: (values: V, version: number) => Promise<Saved>
  onSaved: (saved: Saved) => void
}

/** `edited` names the fields that differ; a new version while something is edited is told by the save. */
export function useCustomerForm<V extends object, Saved>({ name, shape, stored, version, save, onSaved }: Wanted<V, Saved>) {
  const [draft, setDraft] = useState<{ values: V; version: number } | null>(
    () => readKept(`draft:${name}`, z.object({ values: shape, version: z.int() })) ?? null,
  )
  const [saving, setSaving] = useState(false)
  const [trouble, setTrouble] = useState<CallProblem | null>(null)
  const values = draft?.values ?? stored
  const keys = Object.keys(stored).filter((key): key is keyof V & string => key in stored)
  const edited = keys.filter((key) => JSON.stringify(values[key]) !== JSON.stringify(stored[key]))
  useEffect(() => keep(`draft:${name}`, draft), [name, draft])
  const discard = () => {
    setDraft(null)
    setTrouble(null)
  }
  return {
    values,
    edited,
    saving,
    trouble,
    set: (change: Partial<V>) =>
      setDraft((held) => ({ version: held?.version ?? version, values: { ...(held?.values ?? stored), ...change } })),
    discard,
    failed: setTrouble,
    async save() {
      setSaving(true)
      setTrouble(null)
      try {
        const saved = await save(values, draft?.version ?? version)
        setDraft(null)
        onSaved(saved)
      } catch (error) {
        if (!(error instanceof CallProblem)) throw error
        setTrouble(error)
      } finally {
        setSaving(false)
      }
    },
  }
}
