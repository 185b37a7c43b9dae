/** One thing of Manage while it is created or changed: its fields, what saving would do, where it is used, who changed it last. */
import { Button } from '@mantine/core'
import { IconChevronRight, IconCopy, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import type { Filled, Shown } from '#platform/thing.ts'
import { CallProblem } from '#platform/web/call.ts'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import type { EditorProps } from '#admin/web/pages.ts'
import { NothingHere } from '#admin/web/NothingHere.tsx'
import { AskBeforeLeaving } from './AskBeforeLeaving.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import css from './editor.module.css'
import { FormNotices } from './FormNotices.tsx'
import type { Kind } from './kind.ts'
import { LastChanged } from './LastChanged.tsx'
import { useProblems } from './problemWords.ts'
import { UsedIn } from './UsedIn.tsx'
import { useThing, useThings } from './useThings.ts'
import { useThingForm, valuesOf } from './useThingForm.ts'

/** Loads what is edited, or what a new one begins with. */
export function ThingEditor<V extends Filled>({ kind, id, from }: EditorProps & { kind: Kind<V> }) {
  const isNew = id === 'new'
  const { stored, error } = useThing(kind.thing, isNew ? from : id)
  const { things } = useThings(kind.thing, isNew)
  const { t } = useTranslation()
  if (error instanceof CallProblem && error.status === 404) return <NothingHere />
  if (error instanceof CallProblem && error.status === 403) return <NothingHere closed />
  if ((!isNew || from !== undefined) && !stored) return <Loading />
  if (isNew && !things) return <Loading />
  const clone = (of: Shown<V>): V => {
    const values = valuesOf(kind, of)
    return { ...values, [kind.title]: t(($) => $.manage.editor.copyOf, { title: String(values[kind.title]) }), ...kind.cloned?.(values) }
  }
  const start = isNew ? (stored ? clone(stored) : kind.blank(things ?? [])) : undefined
  return <Editing kind={kind} stored={isNew ? null : (stored ?? null)} start={start} />
}

const Loading = () => (
  <div className={css.loading}>
    <SkeletonLines />
  </div>
)

function Editing<V extends Filled>({ kind, stored, start }: { kind: Kind<V>; stored: Shown<V> | null; start: V | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [first] = useState(() => start ?? (stored ? valuesOf(kind, stored) : undefined))
  if (!first) throw new Error('A thing that is edited has values.')
  const form = useThingForm(kind, stored, first)
  const { again } = useThing(kind.thing, stored?.id)
  const problem = useProblems(form.error)
  const leaving = useRef(false)
  const [deleting, setDeleting] = useState(false)
  const { module } = kind.thing
  const mayUpdate = useMay(`${module}.update`)
  const mayCreate = useMay(`${module}.create`)
  const mayDelete = useMay(`${module}.delete`)
  const may = stored ? mayUpdate : mayCreate
  const title = String((stored ?? form.values)[kind.title] ?? '')
  const { Fields, Preview, Aside, Commands } = kind
  useTitle(stored ? title : t(($) => $.manage.fresh[kind.path]))

  const save = async (version?: number) => {
    const saved = await form.save(version)
    if (!saved || stored) return
    leaving.current = true
    void navigate({ to: '/manage/$page/$id', params: { page: kind.path, id: String(saved.id) }, replace: true })
  }
  const loadTheirs = async () => {
    const now = await again()
    if (now) form.become(now)
  }
  const saveMine = async () => {
    const now = await again()
    if (now) await save(now.version)
  }

  return (
    <form
      className={css.page}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        // A dialog’s own form is answered by the dialog.
        if (event.target !== event.currentTarget) return
        if (may && !form.saving) void save()
      }}
    >
      <header className={css.head}>
        <Go href={`/manage/${kind.path}`} className={css.crumb}>
          {t(($) => $.manage.page[kind.path])}
        </Go>
        <IconChevronRight size={14} stroke={1.75} aria-hidden />
        <h1 className="cut">{stored ? title : t(($) => $.manage.fresh[kind.path])}</h1>
        <div className={css.end}>
          {stored && <LastChanged id={stored.id} of={stored} subject={kind.thing.name} />}
          {stored && Commands && <Commands stored={stored} />}
          {stored && mayCreate && (
            <IconButton
              label={t(($) => $.manage.editor.clone)}
              icon={<IconCopy size={16} stroke={1.75} />}
              onClick={() =>
                void navigate({ to: '/manage/$page/$id', params: { page: kind.path, id: 'new' }, search: { from: stored.id } })
              }
            />
          )}
          {stored && mayDelete && (
            <IconButton
              label={t(($) => $.manage.editor.remove)}
              icon={<IconTrash size={16} stroke={1.75} />}
              onClick={() => setDeleting(true)}
            />
          )}
          {may && (
            <>
              {form.changed.length > 0 && stored && (
                <Button variant="subtle" onClick={form.discard}>
                  {t(($) => $.manage.editor.discard)}
                </Button>
              )}
              <Button type="submit" variant="filled" loading={form.saving} disabled={stored !== null && form.changed.length === 0}>
                {stored ? t(($) => $.manage.editor.save) : t(($) => $.manage.editor.create)}
                {stored && form.changed.length > 0 && <span className={css.count}>{form.changed.length}</span>}
              </Button>
            </>
          )}
        </div>
      </header>
      <FormNotices form={form} onTheirs={() => void loadTheirs()} onMine={() => void saveMine()} />
      {!may && <Notice>{t(($) => $.manage.editor.readOnly)}</Notice>}
      <div className={css.body}>
        <fieldset className={css.fields} disabled={!may} aria-label={title || t(($) => $.manage.fresh[kind.path])}>
          <Fields id={stored?.id ?? null} values={form.values} stored={stored} set={form.set} problem={problem} />
        </fieldset>
        {(Preview ?? Aside ?? stored) && (
          <aside className={css.side} aria-label={t(($) => $.manage.editor.usedIn)}>
            {Preview && <Preview id={stored?.id ?? null} values={form.values} stored={stored} />}
            {Aside && <Aside id={stored?.id ?? null} values={form.values} stored={stored} />}
            {stored && (
              <>
                <h2>{t(($) => $.manage.editor.usedIn)}</h2>
                <UsedIn thing={kind.thing} id={stored.id} />
              </>
            )}
          </aside>
        )}
      </div>
      {stored && deleting && (
        <DeleteDialog
          door={kind.thing.doors.remove}
          id={stored.id}
          title={title}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            leaving.current = true
            form.discard()
            void navigate({ to: '/manage/$page', params: { page: kind.path } })
          }}
        />
      )}
      <AskBeforeLeaving unsaved={form.changed.length > 0} leaving={leaving} />
    </form>
  )
}
