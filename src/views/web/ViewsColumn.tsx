/** The sidebar of the list: Team views and My views as trees with exact counts; *Edit* and *+ Add view* at its foot. */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconFilterDown, IconPencil, IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { useKept } from '#platform/web/kept.ts'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { ViewsSidebar } from '#platform/web/ui/ViewsSidebar.tsx'
import { type TreeLine, ViewTree } from '#platform/web/ui/ViewTree.tsx'
import { useMe } from '#people/web/session.ts'
import type { Place } from '#views/view.ts'
import { FolderIcon, ViewIcon } from './icons.tsx'
import { placeRows } from './placeRows.ts'
import type { Counts } from './useCounts.ts'
import { hrefOfView, placeKey, type Sidebar } from './useViews.ts'
import css from './ViewsColumn.module.css'

const EditColumn = lazy(async () => ({ default: (await import('./edit/EditColumn.tsx')).EditColumn }))
const AddToMine = lazy(async () => ({ default: (await import('./edit/AddToMine.tsx')).AddToMine }))

interface ViewsColumnProps {
  views: Sidebar | undefined
  /** The views could not be loaded. */
  trouble: { message: string; retry: () => void } | undefined
  current: { view: number | undefined; place: number | undefined }
  counts: Counts
  sidebar: { open: boolean; narrow: boolean; setOpen: (open: boolean) => void }
}

const foldedShape = z.array(z.string()).max(1000)

/** On narrow screens it lies over the list and closes as a view is chosen. */
export function ViewsColumn({ views, trouble, current, counts, sidebar }: ViewsColumnProps) {
  const { t } = useTranslation()
  const [foldedList, setFolded] = useKept('views-folded', foldedShape, [])
  const [doing, setDoing] = useState<'edit' | 'add'>()
  const mayOwn = useMe().flags.includes('own_views')
  const folded = new Set(foldedList)
  const fold = (key: string, open: boolean) => setFolded(open ? foldedList.filter((one) => one !== key) : [...foldedList, key])
  const linesOf = (tree: readonly Place[]): TreeLine[] =>
    placeRows(tree, placeKey, folded).map(({ place, key, depth, parent, nth, of }) => {
      const view = place.viewId === null ? undefined : views?.views.get(place.viewId)
      const open = place.children.length > 0 ? !folded.has(key) : undefined
      return {
        key,
        depth,
        parent,
        nth,
        of,
        open,
        href: view && hrefOfView(view.id, place),
        icon: view ? <ViewIcon name={view.icon} /> : <FolderIcon open={open === true} />,
        name: view?.name ?? place.folder ?? t(($) => $.views.sidebar.gone),
        count: view && counts.at(place),
        current: view !== undefined && view.id === current.view && current.place === (place.narrowed ? place.id : undefined),
        marks: view && (
          <>
            {place.narrowed && (
              <span
                className={css.narrowed}
                role="img"
                aria-label={t(($) => $.views.sidebar.narrowed)}
                data-tip={t(($) => $.views.sidebar.narrowed)}
              >
                <IconFilterDown size={12} stroke={2} aria-hidden />
              </span>
            )}
            {view.needsRepair && (
              <span
                className={css.repair}
                role="img"
                aria-label={t(($) => $.views.sidebar.needsRepair)}
                data-tip={t(($) => $.views.sidebar.needsRepair)}
              >
                <IconAlertTriangle size={14} stroke={2} aria-hidden />
              </span>
            )}
          </>
        ),
      }
    })

  if (doing === 'edit' && views)
    return (
      <Suspense fallback={null}>
        <EditColumn views={views} counts={counts} sidebar={sidebar} onDone={() => setDoing(undefined)} />
      </Suspense>
    )
  return (
    <>
      <ViewsSidebar
        title={t(($) => $.views.tickets)}
        open={sidebar.open}
        narrow={sidebar.narrow}
        onClose={() => sidebar.setOpen(false)}
        foot={
          views &&
          mayOwn && (
            <div className={css.foot}>
              <Button variant="subtle" leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />} onClick={() => setDoing('edit')}>
                {t(($) => $.views.sidebar.edit)}
              </Button>
              <Button variant="subtle" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => setDoing('add')}>
                {t(($) => $.views.sidebar.add)}
              </Button>
            </div>
          )
        }
      >
        {trouble && (
          <Notice kind="error" shape="box">
            {t(($) => $.views.sidebar.loadFailed)} {trouble.message}
            <div className={css.retry}>
              <Button onClick={trouble.retry}>{t(($) => $.common.retry)}</Button>
            </div>
          </Notice>
        )}
        {!views && !trouble && <SkeletonLines lines={6} />}
        {views && (
          <>
            <ViewTree
              name={t(($) => $.views.teamViews)}
              lines={linesOf(views.team)}
              onFold={fold}
              onPress={() => sidebar.narrow && sidebar.setOpen(false)}
            />
            <ViewTree
              name={t(($) => $.views.sidebar.myViews)}
              lines={linesOf(views.mine)}
              onFold={fold}
              onPress={() => sidebar.narrow && sidebar.setOpen(false)}
            />
          </>
        )}
      </ViewsSidebar>
      {doing === 'add' && views && (
        <Suspense fallback={null}>
          <AddToMine views={views} counts={counts} onClose={() => setDoing(undefined)} />
        </Suspense>
      )}
    </>
  )
}
