/**
 * A tree of views while it is arranged: kept in this browser until it is saved; who saves second keeps what they arranged and is told
 * whose came first.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { z } from 'zod'
import { call, CallProblem } from '#platform/web/call.ts'
import { clearJournal, readJournal, writeJournal } from '#platform/web/journal.ts'
import { keyOf } from '#platform/web/query.ts'
import { arrangeMine, arrangeTeam, getCounts, getSidebar, getTeamTree } from '#views/api.ts'
import type { Place } from '#views/view.ts'
import { inputOf, sameTree, spotsOf } from './arrangement.ts'
import type { Spot } from './arranging.ts'

export interface Stored {
  places: readonly Place[]
  version: number
}

/** Whose tree: one's own, or the Team's. */
const trees = {
  mine: {
    save: async (input: { version: number; places: ReturnType<typeof inputOf> }, keepalive: boolean): Promise<Stored> => {
      const { mine, mineVersion } = await call(arrangeMine, input, { keepalive })
      return { places: mine, version: mineVersion }
    },
    load: async (): Promise<Stored> => {
      const { mine, mineVersion } = await call(getSidebar, {})
      return { places: mine, version: mineVersion }
    },
  },
  team: {
    save: async (input: { version: number; places: ReturnType<typeof inputOf> }, keepalive: boolean): Promise<Stored> => {
      await call(arrangeTeam, input, { keepalive })
      return call(getTeamTree, {})
    },
    load: (): Promise<Stored> => call(getTeamTree, {}),
  },
}

const spot: z.ZodType<Spot, Spot> = z.lazy(() =>
  z.object({
    key: z.string(),
    id: z.number().nullable(),
    viewId: z.number().nullable(),
    folder: z.string().nullable(),
    narrowed: z.boolean(),
    children: z.array(spot),
  }),
)
const kept = z.object({ version: z.int(), tree: z.array(spot) })

/** `journal` names it in this browser. Left without *Cancel* it is saved. */
export function useArrangement(whose: keyof typeof trees, stored: Stored, journal: string) {
  const queries = useQueryClient()
  const [base, setBase] = useState<{ tree: readonly Spot[]; version: number }>(() => ({
    tree: spotsOf(stored.places),
    version: stored.version,
  }))
  const [before] = useState(() => readJournal(journal, kept))
  const isBack = before?.value.version === base.version
  const [tree, setTree] = useState<readonly Spot[]>(() => (isBack ? before.value.tree : base.tree))
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const left = useRef(false)
  const justSaved = useRef<readonly Spot[]>(undefined)
  const changed = !sameTree(tree, base.tree)

  useEffect(() => {
    if (left.current) return
    if (changed) writeJournal(journal, { version: base.version, tree })
    else clearJournal(journal)
  }, [journal, base.version, tree, changed])

  const told = (now: Stored) => {
    clearJournal(journal)
    setBase({ tree: spotsOf(now.places), version: now.version })
    setTree(spotsOf(now.places))
    for (const queryKey of [keyOf(getSidebar), keyOf(getTeamTree), keyOf(getCounts)]) void queries.invalidateQueries({ queryKey })
  }

  /** Whether it is stored now. */
  async function save(given: readonly Spot[] = tree, version = base.version): Promise<boolean> {
    setSaving(true)
    setProblem(undefined)
    try {
      const now = await trees[whose].save({ version, places: inputOf(given) }, false)
      justSaved.current = given
      told(now)
      return true
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setProblem(error)
      return false
    } finally {
      setSaving(false)
    }
  }

  const saveOnLeaving = useEffectEvent(() => {
    if (left.current || !changed || problem || justSaved.current === tree) return
    void trees[whose]
      .save({ version: base.version, places: inputOf(tree) }, true)
      .then(told)
      .catch(() => {
        // What was arranged is kept in this browser and is back when edit mode is.
      })
  })
  useEffect(() => () => saveOnLeaving(), [])

  return {
    tree,
    set: setTree,
    changed,
    saving,
    problem,
    /** When what came back from an earlier visit was arranged. */
    backFrom: isBack && changed ? new Date(before.at) : undefined,
    save,
    /** Back to what is stored. */
    reset: () => setTree(base.tree),
    /** Leaves without saving. */
    cancel: () => {
      left.current = true
      clearJournal(journal)
    },
    loadTheirs: async () => {
      setProblem(undefined)
      told(await trees[whose].load())
    },
    keepMine: async () => {
      const { version } = await trees[whose].load()
      return save(tree, version)
    },
  }
}

export type Arrangement = ReturnType<typeof useArrangement>
