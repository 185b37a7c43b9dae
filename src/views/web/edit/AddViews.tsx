/** *Add view to my views*: all views that one may open, + to add, a pen on one's own, *Add new*; *Apply* confirms, leaving discards. */
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { IconCheck, IconPencil, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { View } from '#views/view.ts'
import { useFilterFields } from '../filter/useFilterFields.ts'
import { useSayings } from '../filter/useSayings.ts'
import { FolderIcon, ViewIcon } from '../icons.tsx'
import css from './AddViews.module.css'
import { available, type Entry, type Group, type TeamPlace } from './available.ts'

interface AddViewsProps {
  /** The editor stands before it. */
  hidden: boolean
  views: readonly View[]
  team: readonly TeamPlace[]
  /** Those that stand in My views. */
  standing: ReadonlySet<number>
  countOf: (viewId: number) => number | undefined
  saving: boolean
  onNew: () => void
  onEdit: (view: View) => void
  onApply: (chosen: readonly Entry<View>[]) => void
  onClose: () => void
}

const headings = { private: 'groupPrivate', offered: 'groupOffered', shared: 'groupShared', team: 'groupTeam' } as const satisfies Record<
  Group,
  string
>

export function AddViews({ hidden, views, team, standing, countOf, saving, onNew, onEdit, onApply, onClose }: AddViewsProps) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [ticked, setTicked] = useState({ private: false, shared: false, folders: false })
  const [chosen, setChosen] = useState<readonly Entry<View>[]>([])
  const shown = available(views, team, ticked, words)
  const { tree: said } = useSayings(
    useFilterFields(),
    views.map(({ filter }) => filter),
  )
  const isChosen = (entry: Entry<View>) =>
    chosen.some((one) => one.key === entry.key || (entry.view !== null && one.holds.some((held) => held.id === entry.view?.id)))
  const isThere = ({ view, holds }: Entry<View>) => (view ? standing.has(view.id) : holds.every((held) => standing.has(held.id)))
  const toggle = (entry: Entry<View>) =>
    setChosen((now) => (now.some((one) => one.key === entry.key) ? now.filter((one) => one.key !== entry.key) : [...now, entry]))
  const adding = new Set(
    chosen.flatMap(({ view, holds }) => (view ? [view.id] : holds.map(({ id }) => id))).filter((id) => !standing.has(id)),
  ).size
  const box = (key: keyof typeof ticked, label: string) => (
    <Checkbox label={label} checked={ticked[key]} onChange={(event) => setTicked({ ...ticked, [key]: event.currentTarget.checked })} />
  )
  return (
    <Modal.Root
      opened={!hidden}
      keepMounted
      onClose={onClose}
      size={480}
      padding={0}
      classNames={{ overlay: css.scrim ?? '', inner: css.inner ?? '', content: css.content ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <header className={css.head}>
          <Modal.Title className={css.title ?? ''}>{t(($) => $.arrange.add.title)}</Modal.Title>
          <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={onNew}>
            {t(($) => $.arrange.add.fresh)}
          </Button>
        </header>
        <div className={css.find}>
          <TextInput
            type="search"
            aria-label={t(($) => $.arrange.add.find, { count: views.length })}
            placeholder={t(($) => $.arrange.add.find, { count: views.length })}
            leftSection={<IconSearch size={14} stroke={1.75} aria-hidden />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        </div>
        <div className={css.boxes}>
          {box(
            'private',
            t(($) => $.arrange.add.private),
          )}
          {box(
            'shared',
            t(($) => $.arrange.add.shared),
          )}
          {box(
            'folders',
            t(($) => $.arrange.add.folders),
          )}
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
        <div className={css.list} tabIndex={0} role="group" aria-label={t(($) => $.arrange.add.title)}>
          {shown.length === 0 && (
            <p className={css.nothing}>{t(($) => (views.length === 0 ? $.arrange.add.none : $.arrange.add.nothing))}</p>
          )}
          {shown.map(({ group, entries }) => (
            <section key={group}>
              <h3>{t(($) => $.arrange.add[headings[group]])}</h3>
              <ul>
                {entries.map((entry) => (
                  <Line
                    key={entry.key}
                    entry={entry}
                    there={isThere(entry)}
                    chosen={isChosen(entry)}
                    withFolder={!chosen.some((one) => one.key === entry.key)}
                    about={
                      entry.view
                        ? said(entry.view.filter) || t(($) => $.build.everyTicket)
                        : t(($) => $.arrange.add.folderOf, { count: entry.holds.length })
                    }
                    count={entry.view ? countOf(entry.view.id) : undefined}
                    onToggle={() => toggle(entry)}
                    onEdit={() => entry.view && onEdit(entry.view)}
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
        <footer className={css.foot}>
          <span className={css.will} role="status">
            {adding > 0 ? t(($) => $.arrange.add.willAdd, { count: adding }) : t(($) => $.arrange.add.nothingYet)}
          </span>
          <Button variant="subtle" onClick={onClose}>
            {t(($) => $.common.cancel)}
          </Button>
          <Button variant="filled" loading={saving} disabled={chosen.length === 0} onClick={() => onApply(chosen)}>
            {t(($) => $.arrange.add.apply)}
          </Button>
        </footer>
      </Modal.Content>
    </Modal.Root>
  )
}

interface LineProps {
  entry: Entry<View>
  there: boolean
  chosen: boolean
  /** Chosen by its folder: taken back there. */
  withFolder: boolean
  /** Its filter, as people read it. */
  about: string
  count: number | undefined
  onToggle: () => void
  onEdit: () => void
}

function Line({ entry, there, chosen, withFolder, about, count, onToggle, onEdit }: LineProps) {
  const { t } = useTranslation()
  const when = useWhen()
  const { name, view } = entry
  return (
    <li className={css.line} data-under={entry.under !== null || undefined} data-chosen={(chosen && !there) || undefined}>
      {view ? <ViewIcon name={view.icon} /> : <FolderIcon />}
      <div className={css.names}>
        <p className={css.first}>
          <span className={css.name}>{name}</span>
          {view?.owner && !view.own && <span className={css.owner}>{view.owner.name}</span>}
        </p>
        {about !== name && <p className={css.about}>{about}</p>}
      </div>
      {count !== undefined && <span className={css.count}>{when.count(count)}</span>}
      {view?.own && (
        <IconButton label={t(($) => $.arrange.add.edit, { name })} icon={<IconPencil size={16} stroke={1.75} />} onClick={onEdit} />
      )}
      {there ? (
        <span
          className={css.there}
          role="img"
          aria-label={t(($) => $.arrange.add.there, { name })}
          data-tip={t(($) => $.arrange.add.there, { name })}
        >
          <IconCheck size={16} stroke={1.75} aria-hidden />
        </span>
      ) : (
        <IconButton
          label={chosen ? t(($) => $.arrange.add.takeBack, { name }) : t(($) => $.arrange.add.addOne, { name })}
          icon={chosen ? <IconCheck size={16} stroke={1.75} /> : <IconPlus size={16} stroke={1.75} />}
          on={chosen}
          disabled={chosen && withFolder}
          onClick={onToggle}
        />
      )}
    </li>
  )
}
