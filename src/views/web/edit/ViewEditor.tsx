/** The editor of one's own view: what it shows and how, where it stands when it is new, who else may add it, and its end. */
import { Button, Checkbox, Modal, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rights } from '#people/right.ts'
import { teams } from '#people/team.ts'
import { useMay } from '#people/web/session.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { changeView, countTickets, createView, deleteView } from '#views/api.ts'
import { type OwnView, ownView, type View } from '#views/view.ts'
import { FilterBuilder } from '../filter/FilterBuilder.tsx'
import { useFilterFields } from '../filter/useFilterFields.ts'
import { ColumnsPicker, DensityPicker, IconPicker, SortPicker } from './ViewControls.tsx'
import css from './ViewEditor.module.css'
import './words.ts'

/** Where a new view stands: under which place, and whether that narrows it. */
export interface Standing {
  under: string | null
  narrowed: boolean
}

interface ViewEditorProps {
  /** Null: a new one. */
  view: View | null
  /** The places of My views that a new one may stand under. */
  parents: readonly { key: string; name: string; isFolder: boolean }[]
  onCreated: (view: View, standing: Standing) => void
  onClose: () => void
}

const blank = (): OwnView => ({ ...ownView.parse({ name: '-' }), name: '' })
const sharingOf = ({ everyone, teamIds, rightIds }: OwnView) =>
  everyone ? 'everyone' : teamIds.length + rightIds.length > 0 ? 'some' : 'nobody'

export function ViewEditor({ view, parents, onCreated, onClose }: ViewEditorProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [values, setValues] = useState<OwnView>(() => (view ? valuesOf(view) : blank()))
  const [standing, setStanding] = useState<Standing>({ under: null, narrowed: false })
  const [sharing, setSharing] = useState<'nobody' | 'some' | 'everyone'>(() => sharingOf(values))
  const [version, setVersion] = useState(view?.version ?? 0)
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<CallProblem>()
  const [deleting, setDeleting] = useState(false)
  const mayShare = useMay('views.share')
  const fields = useFilterFields()
  const set = (change: Partial<OwnView>) => setValues((now) => ({ ...now, ...change }))
  const wrong = (field: string) => problem?.problems.some((one) => one.field === field || one.field.startsWith(`${field}.`)) ?? false
  const parent = parents.find(({ key }) => key === standing.under)

  const save = async () => {
    setSaving(true)
    setProblem(undefined)
    const wanted: OwnView = {
      ...values,
      everyone: sharing === 'everyone',
      ...(sharing === 'some' ? {} : { teamIds: [], rightIds: [] }),
    }
    try {
      const saved = view ? await call(changeView, { ...wanted, id: view.id, version }) : await call(createView, wanted)
      await queries.invalidateQueries()
      if (view) onClose()
      else onCreated(saved, standing)
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      if (error.kind === 'conflict') setVersion((now) => now + 1)
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <>
      <Modal.Root
        opened={!deleting}
        onClose={onClose}
        size={760}
        padding={0}
        classNames={{ overlay: css.scrim ?? '', inner: css.inner ?? '', content: css.content ?? '' }}
      >
        <Modal.Overlay />
        <Modal.Content>
          <form
            className={css.form}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              if (!saving && values.name.trim() !== '') void save()
            }}
          >
            <header className={css.head}>
              <Modal.Title className={css.title ?? ''}>
                {view ? t(($) => $.arrange.view.edit, { name: view.name }) : t(($) => $.arrange.view.fresh)}
              </Modal.Title>
              <Modal.CloseButton aria-label={t(($) => $.common.close)} />
            </header>
            <div className={css.body}>
              {problem && (
                <Notice kind={problem.kind === 'conflict' ? 'warning' : 'error'} shape="box">
                  {problem.kind === 'conflict'
                    ? t(($) => $.arrange.view.conflict)
                    : problem.problems.length > 0
                      ? t(($) => $.arrange.view.someWrong)
                      : t(($) => $.arrange.view.notSaved, { reason: problem.message })}
                </Notice>
              )}
              <Line label={t(($) => $.arrange.view.name)}>
                {({ id }) => (
                  <TextInput
                    id={id}
                    data-autofocus
                    maw={360}
                    maxLength={120}
                    required
                    error={wrong('name')}
                    value={values.name}
                    onChange={(event) => set({ name: event.currentTarget.value })}
                  />
                )}
              </Line>
              <Line label={t(($) => $.arrange.view.icon)} group>
                {({ labelId }) => <IconPicker labelId={labelId} value={values.icon} onChange={(icon) => set({ icon })} />}
              </Line>
              <Line label={t(($) => $.arrange.view.filter)} group wide>
                {() => (
                  <>
                    {view?.needsRepair && (
                      <Notice kind="warning" shape="box">
                        {t(($) => $.arrange.view.repair)}
                      </Notice>
                    )}
                    <FilterBuilder value={values.filter} onChange={(filter) => set({ filter })} fields={fields} />
                    <Matches filter={values.filter} />
                  </>
                )}
              </Line>
              <Line label={t(($) => $.arrange.view.columns)}>
                {({ id }) => <ColumnsPicker id={id} fields={fields} value={values.columns} onChange={(columns) => set({ columns })} />}
              </Line>
              <Line label={t(($) => $.arrange.view.sort)}>
                {({ id }) => <SortPicker id={id} fields={fields} value={values.sort} onChange={(sort) => set({ sort })} />}
              </Line>
              <Line label={t(($) => $.arrange.view.density)} group>
                {({ labelId }) => <DensityPicker labelId={labelId} value={values.density} onChange={(density) => set({ density })} />}
              </Line>
              {!view && parents.length > 0 && (
                <Line label={t(($) => $.arrange.view.stands)}>
                  {({ id }) => (
                    <>
                      <Select
                        id={id}
                        maw={360}
                        searchable={parents.length > 8}
                        allowDeselect={false}
                        data={[
                          { value: '', label: t(($) => $.arrange.view.top) },
                          ...parents.map(({ key, name }) => ({
                            value: key,
                            label: t(($) => $.arrange.view.below, { name }),
                          })),
                        ]}
                        value={standing.under ?? ''}
                        onChange={(key) => {
                          const under = parents.find((one) => one.key === key)
                          setStanding({ under: under?.key ?? null, narrowed: under !== undefined && !under.isFolder })
                        }}
                      />
                      {parent && !parent.isFolder && (
                        <Checkbox
                          mt={8}
                          label={t(($) => $.arrange.view.narrow, { name: parent.name })}
                          description={t(($) => $.arrange.view.narrowAbout, { name: parent.name })}
                          checked={standing.narrowed}
                          onChange={(event) => setStanding({ ...standing, narrowed: event.currentTarget.checked })}
                        />
                      )}
                    </>
                  )}
                </Line>
              )}
              {mayShare && (
                <Line label={t(($) => $.arrange.view.sharing)} group>
                  {({ labelId }) => (
                    <>
                      <SegmentedControl
                        aria-labelledby={labelId}
                        value={sharing}
                        onChange={(which) => setSharing(which === 'everyone' || which === 'some' ? which : 'nobody')}
                        data={(['nobody', 'some', 'everyone'] as const).map((which) => ({
                          value: which,
                          label: t(($) => $.arrange.view[which]),
                        }))}
                      />
                      {sharing === 'some' && <Audience values={values} set={set} />}
                      <p className={css.about}>{t(($) => $.arrange.view.sharingAbout)}</p>
                    </>
                  )}
                </Line>
              )}
            </div>
            <footer className={css.foot}>
              {view && (
                <Button
                  variant="subtle"
                  className={css.remove ?? ''}
                  leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
                  onClick={() => setDeleting(true)}
                >
                  {t(($) => $.arrange.view.remove)}
                </Button>
              )}
              <Button variant="subtle" onClick={onClose}>
                {t(($) => $.common.cancel)}
              </Button>
              <Button type="submit" variant="filled" loading={saving} disabled={values.name.trim() === ''}>
                {view ? t(($) => $.arrange.view.save) : t(($) => $.arrange.view.create)}
              </Button>
            </footer>
          </form>
        </Modal.Content>
      </Modal.Root>
      {view && deleting && <DeleteView view={view} onClose={() => setDeleting(false)} onDeleted={onClose} />}
    </>
  )
}

const valuesOf = (view: View): OwnView =>
  ownView.parse(Object.fromEntries(Object.keys(ownView.shape).map((key) => [key, Reflect.get(view, key)])))

interface LineProps {
  label: string
  group?: boolean
  /** Its control takes the whole width, under its label. */
  wide?: boolean
  children: (given: { id: string; labelId: string }) => ReactNode
}

function Line({ label, group = false, wide = false, children }: LineProps) {
  const id = useId()
  const labelId = `${id}-label`
  return (
    <div className={css.line} data-wide={wide || undefined}>
      {group ? (
        <span className={css.label} id={labelId}>
          {label}
        </span>
      ) : (
        <label className={css.label} id={labelId} htmlFor={id}>
          {label}
        </label>
      )}
      <div className={css.control}>{children({ id, labelId })}</div>
    </div>
  )
}

/** How many tickets the filter has as it stands; nothing while it cannot be asked. */
export function Matches({ filter }: { filter: OwnView['filter'] }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { data, error } = useEndpoint(countTickets, { filter }, { keepPrevious: true, retry: false })
  return (
    <p className={css.matches} role="status">
      {data && !error ? t(($) => $.arrange.view.matches, { count: data.count, shown: when.count(data.count) }) : ''}
    </p>
  )
}

/** Teams and Rights by name: for those who may know them. */
function Audience({ values, set }: { values: OwnView; set: (change: Partial<OwnView>) => void }) {
  const { t } = useTranslation()
  const known = useMay('users.read')
  const teamList = useEndpoint(teams.doors.list, {}, { enabled: known }).data?.items
  const rightList = useEndpoint(rights.doors.list, {}, { enabled: known }).data?.items
  if (!known) return <p className={css.about}>{t(($) => $.arrange.view.unknownAudience)}</p>
  return (
    <div className={css.audience}>
      <MultiSelect
        label={t(($) => $.arrange.view.teams)}
        searchable
        data={(teamList ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
        value={values.teamIds.map(String)}
        onChange={(chosen) => set({ teamIds: chosen.map(Number) })}
      />
      <MultiSelect
        label={t(($) => $.arrange.view.rights)}
        searchable
        data={(rightList ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
        value={values.rightIds.map(String)}
        onChange={(chosen) => set({ rightIds: chosen.map(Number) })}
      />
    </div>
  )
}

function DeleteView({ view, onClose, onDeleted }: { view: View; onClose: () => void; onDeleted: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const remove = async () => {
    setBusy(true)
    try {
      await call(deleteView, { id: view.id })
      await queries.invalidateQueries()
      onDeleted()
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setRefused(error.message)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      danger
      title={t(($) => $.arrange.view.removeTitle, { name: view.name })}
      confirm={t(($) => $.arrange.view.remove)}
      busy={busy}
      wayBack={t(($) => $.arrange.view.noWayBack)}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>{t(($) => $.arrange.view.removeBody)}</p>
      {refused !== undefined && (
        <Notice kind="error" shape="box">
          {refused}
        </Notice>
      )}
    </Dialog>
  )
}
