/** The sidebar in edit mode: My views are arranged, and stored as it is left. */
import { Button } from '@mantine/core'
import { IconFolderPlus, IconLock, IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { ViewsSidebar } from '#platform/web/ui/ViewsSidebar.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { useMe } from '#people/web/session.ts'
import { FolderIcon, ViewIcon } from '../icons.tsx'
import { placeRows } from '../placeRows.ts'
import type { Counts } from '../useCounts.ts'
import { placeKey, type Sidebar } from '../useViews.ts'
import { AddFlow } from './AddFlow.tsx'
import { ArrangeNotices } from './ArrangeNotices.tsx'
import { ArrangeTree, type Face } from './ArrangeTree.tsx'
import { freshSpot } from './available.ts'
import css from './EditColumn.module.css'
import { useArrangement } from './useArrangement.ts'
import './words.ts'

interface EditColumnProps {
  views: Sidebar
  counts: Counts
  sidebar: { open: boolean; narrow: boolean; setOpen: (open: boolean) => void }
  onDone: () => void
}

export function EditColumn({ views, counts, sidebar, onDone }: EditColumnProps) {
  const { t } = useTranslation()
  const when = useWhen()
  const me = useMe()
  const done = useRef<HTMLButtonElement>(null)
  const [naming, setNaming] = useState<string>()
  const [adding, setAdding] = useState(false)
  const [editing, setEditing] = useState<number>()
  const arrangement = useArrangement('mine', { places: views.mine, version: views.mineVersion }, `my-views:${me.id}`)
  const { tree, set } = arrangement
  useEffect(() => done.current?.focus({ preventScroll: true }), [])

  const faceOf = (viewId: number): Face | undefined => {
    const view = views.views.get(viewId)
    return view && { name: view.name, icon: view.icon, count: counts.of(viewId) }
  }
  const finish = async () => {
    if (!arrangement.changed || (await arrangement.save())) onDone()
  }
  const cancel = () => {
    arrangement.cancel()
    onDone()
  }
  const newFolder = () => {
    const folder = freshSpot({ folder: t(($) => $.arrange.newFolder) })
    set([...tree, folder])
    setNaming(folder.key)
  }
  return (
    <>
      <ViewsSidebar
        title={t(($) => $.arrange.title)}
        open={sidebar.open}
        narrow={sidebar.narrow}
        onClose={() => sidebar.setOpen(false)}
        tools={<IconButton label={t(($) => $.arrange.newFolder)} icon={<IconFolderPlus size={16} stroke={1.75} />} onClick={newFolder} />}
        foot={
          <div className={css.foot}>
            <Button ref={done} variant="filled" loading={arrangement.saving} onClick={() => void finish()}>
              {t(($) => $.arrange.done)}
            </Button>
            <Button variant="subtle" onClick={cancel}>
              {t(($) => $.common.cancel)}
            </Button>
            <Button
              className={css.add ?? ''}
              leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
              onClick={() => setAdding(true)}
            >
              {t(($) => $.views.sidebar.add)}
            </Button>
          </div>
        }
      >
        <ArrangeNotices arrangement={arrangement} onKept={onDone} />
        <h2 className={css.title}>
          {t(($) => $.views.teamViews)}
          <span className={css.lock}>
            <IconLock size={12} stroke={2} aria-hidden />
            {t(($) => $.arrange.madeInManage)}
          </span>
        </h2>
        <ul className={css.team}>
          {placeRows(views.team, placeKey).map(({ place, key, depth }) => {
            const view = views.views.get(place.viewId ?? 0)
            const count = view && counts.at(place)
            return (
              <li key={key} style={{ '--depth': depth }}>
                {view ? <ViewIcon name={view.icon} /> : <FolderIcon />}
                <span className="cut">{view?.name ?? place.folder}</span>
                {count !== undefined && <span className={css.count}>{when.count(count)}</span>}
              </li>
            )
          })}
        </ul>
        <h2 className={css.title}>{t(($) => $.views.sidebar.myViews)}</h2>
        {tree.length === 0 && <p className={css.hint}>{t(($) => $.arrange.empty)}</p>}
        <ArrangeTree
          label={t(($) => $.views.sidebar.myViews)}
          tree={tree}
          onChange={set}
          faceOf={faceOf}
          naming={naming}
          onNaming={setNaming}
          onOpen={(id) => views.views.get(id)?.own && setEditing(id)}
        />
        <p className={css.hint}>
          {t(($) => $.arrange.hintMove)} <kbd>Space</kbd> {t(($) => $.arrange.hintLift)} <kbd>→</kbd> {t(($) => $.arrange.hintNest)}
        </p>
      </ViewsSidebar>
      {(adding || editing !== undefined) && (
        <AddFlow
          views={views}
          counts={counts}
          tree={tree}
          saving={false}
          editing={editing}
          onTree={(next) => set(next)}
          onClose={() => {
            setAdding(false)
            setEditing(undefined)
          }}
        />
      )}
    </>
  )
}
