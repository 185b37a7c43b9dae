/** The Team views as they stand in everyone's sidebar: put in order, nested and filed into folders here, and nowhere else. */
import { Button } from '@mantine/core'
import { IconFolderPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { getTeamTree } from '#views/api.ts'
import { teamViews } from '#views/view.ts'
import { ArrangeNotices } from '#views/web/edit/ArrangeNotices.tsx'
import { ArrangeTree } from '#views/web/edit/ArrangeTree.tsx'
import { freshSpot } from '#views/web/edit/available.ts'
import { type Stored, useArrangement } from '#views/web/edit/useArrangement.ts'
import { useThings } from '#admin/web/frame/useThings.ts'
import css from './views.module.css'

export function TeamTree() {
  const { t } = useTranslation()
  const stored = useEndpoint(getTeamTree, {}, { refetchOnMount: 'always' })
  return (
    <aside className={css.tree} aria-label={t(($) => $.manage.view.tree)}>
      {stored.data && !stored.isPending ? <Arranging key={stored.data.version} stored={stored.data} /> : <SkeletonLines lines={6} />}
    </aside>
  )
}

function Arranging({ stored }: { stored: Stored }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  const may = useMay('views.update')
  const { things } = useThings(teamViews)
  const [naming, setNaming] = useState<string>()
  const arrangement = useArrangement('team', stored, `team-views:${me.id}`)
  const { tree, set, changed } = arrangement
  const newFolder = () => {
    const folder = freshSpot({ folder: t(($) => $.arrange.newFolder) })
    set([...tree, folder])
    setNaming(folder.key)
  }
  return (
    <>
      <div className={css.head}>
        <h2>{t(($) => $.manage.view.tree)}</h2>
        {may && (
          <Button variant="subtle" leftSection={<IconFolderPlus size={16} stroke={1.75} aria-hidden />} onClick={newFolder}>
            {t(($) => $.arrange.newFolder)}
          </Button>
        )}
      </div>
      <ArrangeNotices arrangement={arrangement} onKept={() => undefined} />
      <fieldset className={css.places} disabled={!may}>
        <ArrangeTree
          label={t(($) => $.manage.view.tree)}
          tree={tree}
          onChange={(next) => may && set(next)}
          faceOf={(viewId) => {
            const view = things?.find(({ id }) => id === viewId)
            return view && { name: view.name, icon: view.icon }
          }}
          mayRemove={(spot) => spot.folder !== null}
          naming={naming}
          onNaming={setNaming}
          onOpen={(id) => void navigate({ to: '/manage/$page/$id', params: { page: 'views', id: String(id) } })}
        />
      </fieldset>
      {changed && (
        <div className={css.foot}>
          <Button variant="filled" loading={arrangement.saving} onClick={() => void arrangement.save()}>
            {t(($) => $.manage.view.saveTree)}
          </Button>
          <Button variant="subtle" onClick={arrangement.reset}>
            {t(($) => $.manage.editor.discard)}
          </Button>
        </div>
      )}
      <p className="meta ink3">
        {t(($) => $.arrange.hintMove)} <kbd>Space</kbd> {t(($) => $.arrange.hintLift)} <kbd>→</kbd> {t(($) => $.manage.view.hintNest)}
      </p>
    </>
  )
}
