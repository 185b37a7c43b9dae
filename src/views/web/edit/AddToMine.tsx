/** *+ Add view* outside of edit mode: what is added is stored at once. */
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call, CallProblem } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { arrangeMine, getCounts, getSidebar, listAllViews } from '#views/api.ts'
import type { Counts } from '../useCounts.ts'
import type { Sidebar } from '../useViews.ts'
import { AddFlow } from './AddFlow.tsx'
import { inputOf, spotsOf } from './arrangement.ts'
import type { Spot } from './arranging.ts'

export function AddToMine({ views, counts, onClose }: { views: Sidebar; counts: Counts; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [saving, setSaving] = useState(false)
  const [refused, setRefused] = useState<string>()

  const store = async (tree: readonly Spot[], then: 'stay' | 'close') => {
    setSaving(true)
    try {
      const stored = await call(arrangeMine, { version: views.mineVersion, places: inputOf(tree) })
      queries.setQueryData(keyOf(getSidebar, {}), stored)
      void queries.invalidateQueries({ queryKey: keyOf(listAllViews) })
      void queries.invalidateQueries({ queryKey: keyOf(getCounts) })
      if (then === 'close') onClose()
    } catch (problem) {
      if (!(problem instanceof CallProblem)) throw problem
      // Another of one's own windows arranged them meanwhile: what they are now is shown, and Apply adds to that.
      if (problem.kind === 'conflict') await queries.invalidateQueries({ queryKey: keyOf(getSidebar) })
      setRefused(problem.kind === 'conflict' ? t(($) => $.arrange.add.conflict) : problem.message)
    } finally {
      setSaving(false)
    }
  }
  return (
    <>
      <AddFlow
        views={views}
        counts={counts}
        tree={spotsOf(views.mine)}
        saving={saving}
        onTree={(tree, then) => void store(tree, then)}
        onClose={onClose}
      />
      {refused !== undefined && (
        <Dialog open title={t(($) => $.arrange.add.notAdded)} onClose={() => setRefused(undefined)}>
          <p>{refused}</p>
        </Dialog>
      )}
    </>
  )
}
