/** *Add view to my views* and the editor that it opens: one stands before the other, and both lead back. */
import { useState } from 'react'
import type { View } from '#views/view.ts'
import type { Counts } from '../useCounts.ts'
import type { Sidebar } from '../useViews.ts'
import { AddViews } from './AddViews.tsx'
import { changedSpot, findSpot, movedSpot, type Spot, spotRows, viewsIn } from './arranging.ts'
import { freshSpot, withAdded } from './available.ts'
import { type Standing, ViewEditor } from './ViewEditor.tsx'
import './words.ts'

interface AddFlowProps {
  views: Sidebar
  counts: Counts
  /** My views as they are, or as they are being arranged. */
  tree: readonly Spot[]
  saving: boolean
  /** Opens at this view's editor, and closes with it. */
  editing?: number | undefined
  /** My views with what was added; `then` says that the dialog is done. */
  onTree: (tree: readonly Spot[], then: 'stay' | 'close') => void
  onClose: () => void
}

export function AddFlow({ views, counts, tree, saving, editing, onTree, onClose }: AddFlowProps) {
  const [open, setOpen] = useState<'list' | 'new' | number>(editing ?? 'list')
  const close = () => (editing === undefined ? setOpen('list') : onClose())
  const edited = typeof open === 'number' ? views.views.get(open) : undefined

  const created = (view: View, { under, narrowed }: Standing) => {
    const spot = freshSpot({ viewId: view.id })
    const parent = under === null ? undefined : findSpot(tree, under)
    const grown = [...tree, spot]
    onTree(
      parent ? changedSpot(movedSpot(grown, spot.key, { parent: parent.key, nth: parent.children.length }), spot.key, { narrowed }) : grown,
      'stay',
    )
    setOpen('list')
  }
  return (
    <>
      {editing === undefined && (
        <AddViews
          hidden={open !== 'list'}
          views={[...views.views.values()]}
          team={views.team}
          standing={viewsIn(tree)}
          countOf={counts.of}
          saving={saving}
          onNew={() => setOpen('new')}
          onEdit={(view) => setOpen(view.id)}
          onApply={(chosen) => onTree(withAdded(tree, chosen), 'close')}
          onClose={onClose}
        />
      )}
      {(open === 'new' || edited) && (
        <ViewEditor
          key={edited?.id ?? 'new'}
          view={edited ?? null}
          parents={spotRows(tree).map(({ place, key }) => ({
            key,
            isFolder: place.folder !== null,
            name: place.folder ?? views.views.get(place.viewId ?? 0)?.name ?? '',
          }))}
          onCreated={created}
          onClose={close}
        />
      )}
    </>
  )
}
