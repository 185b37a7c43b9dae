/** Filter schemes: the dropdown beside Filter, and what is done with one. */
import { Button } from '@mantine/core'
import { IconBookmark, IconChevronDown, IconDeviceFloppy, IconSettings } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conditionsOf, type Filter } from '#platform/filter.ts'
import { call } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { MenuButton, type MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import { changeScheme, listSchemes } from '#views/api.ts'
import type { Scheme, View } from '#views/view.ts'
import css from './Schemes.module.css'

const SaveScheme = lazy(() => import('./SchemeDialogs.tsx').then(({ SaveScheme: it }) => ({ default: it })))
const ManageSchemes = lazy(() => import('./SchemeDialogs.tsx').then(({ ManageSchemes: it }) => ({ default: it })))

interface SchemesProps {
  view: View
  /** What was added to the view now. */
  tree: Filter
  /** A filter on its way to become a scheme. */
  saving: Filter | undefined
  onSaving: (tree: Filter | undefined) => void
  onApply: (tree: Filter) => void
}

export function Schemes({ view, tree, saving, onSaving, onApply }: SchemesProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const schemes = useEndpoint(listSchemes, {}, { refetchOnMount: 'always' }).data?.schemes ?? []
  const [applied, setApplied] = useState<number>()
  const [managing, setManaging] = useState(false)
  const last = schemes.find(({ id }) => id === applied)
  const some = [...conditionsOf(tree)].length > 0
  const entry = (scheme: Scheme): MenuEntry => ({
    key: String(scheme.id),
    label: scheme.name,
    on: scheme.id === applied && JSON.stringify(scheme.filter) === JSON.stringify(tree),
    onPick: () => {
      setApplied(scheme.id)
      onApply(scheme.filter)
    },
  })
  const update = async ({ id, name, everyone, teamIds, rightIds, version }: Scheme) => {
    try {
      await call(changeScheme, { id, name, filter: tree, everyone, teamIds, rightIds, version })
    } finally {
      void queries.invalidateQueries({ queryKey: keyOf(listSchemes) })
    }
  }
  const groups: MenuEntry[][] = [
    schemes.filter(({ own }) => own).map(entry),
    schemes.filter(({ own }) => !own).map((scheme) => ({ ...entry(scheme), label: `${scheme.name} · ${scheme.owner.name}` })),
    [
      ...(last?.own && some && JSON.stringify(last.filter) !== JSON.stringify(tree)
        ? [
            {
              key: 'update',
              label: t(($) => $.build.scheme.update, { name: last.name }),
              icon: <IconDeviceFloppy size={16} stroke={1.75} />,
              onPick: () => void update(last),
            },
          ]
        : []),
      {
        key: 'save',
        label: some ? t(($) => $.build.scheme.saveTitle) : t(($) => $.build.scheme.none),
        icon: <IconBookmark size={16} stroke={1.75} />,
        onPick: () => some && onSaving(tree),
      },
      ...(schemes.length > 0
        ? [
            {
              key: 'manage',
              label: t(($) => $.build.scheme.manage),
              icon: <IconSettings size={16} stroke={1.75} />,
              onPick: () => setManaging(true),
            },
          ]
        : []),
    ].filter(({ key }) => key !== 'save' || some || schemes.length === 0),
  ].filter((group) => group.length > 0)
  return (
    <>
      <MenuButton label={t(($) => $.build.scheme.menu)} groups={groups}>
        {({ ref, ...opener }) => (
          <Button
            {...opener}
            ref={ref}
            className={css.button ?? ''}
            aria-label={t(($) => $.build.scheme.menu)}
            rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
          >
            <IconBookmark className={css.icon} size={16} stroke={1.75} aria-hidden />
            <span className={css.word}>{t(($) => $.build.scheme.menu)}</span>
          </Button>
        )}
      </MenuButton>
      <Suspense>
        {saving && (
          <SaveScheme
            filter={saving}
            onClose={() => onSaving(undefined)}
            onSaved={(scheme) => {
              onSaving(undefined)
              setApplied(scheme.id)
              onApply(scheme.filter)
            }}
          />
        )}
        {managing && <ManageSchemes view={view} schemes={schemes} onClose={() => setManaging(false)} />}
      </Suspense>
    </>
  )
}
