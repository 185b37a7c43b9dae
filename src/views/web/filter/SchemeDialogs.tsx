/** Saving a filter as a Filter scheme; renaming, sharing, deleting one; and making a view of it. */
import { Button, Checkbox, MultiSelect, TextInput } from '@mantine/core'
import { IconPencil, IconShare, IconStack2, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rights } from '#people/right.ts'
import { teams } from '#people/team.ts'
import { useMay } from '#people/web/session.ts'
import { allOf, conditionsOf, type Filter } from '#platform/filter.ts'
import { call } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import {
  arrangeMine,
  changeScheme,
  createScheme,
  createView,
  deleteScheme,
  getCounts,
  getSidebar,
  listAllViews,
  listSchemes,
} from '#views/api.ts'
import type { Scheme, View } from '#views/view.ts'
import css from './Schemes.module.css'

/** Something that may be refused, with its reason shown in the dialog. */
function useTry() {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setRefused(undefined)
    try {
      await work()
    } catch (error) {
      setRefused(error instanceof Error ? error.message : '')
    } finally {
      setBusy(false)
      void queries.invalidateQueries({ queryKey: keyOf(listSchemes) })
    }
  }
  const notice: ReactNode = refused !== undefined && (
    <Notice kind="error" shape="box">
      {refused}
    </Notice>
  )
  return { busy, run, notice }
}

interface SaveSchemeProps {
  filter: Filter
  onClose: () => void
  onSaved: (scheme: Scheme) => void
}

export function SaveScheme({ filter, onClose, onSaved }: SaveSchemeProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const { busy, run, notice } = useTry()
  return (
    <Dialog
      open
      title={t(($) => $.build.scheme.saveTitle)}
      confirm={t(($) => $.build.scheme.save)}
      busy={busy}
      disabled={name.trim() === ''}
      onConfirm={() => void run(async () => onSaved(await call(createScheme, { name, filter })))}
      onClose={onClose}
    >
      {notice}
      <TextInput
        data-autofocus
        label={t(($) => $.build.scheme.name)}
        maxLength={120}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </Dialog>
  )
}

type Step = { kind: 'rename' | 'share' | 'remove' | 'promote'; scheme: Scheme }

/** All schemes with what one may do with each. */
export function ManageSchemes({ view, schemes, onClose }: { view: View; schemes: readonly Scheme[]; onClose: () => void }) {
  const { t } = useTranslation()
  const mayShare = useMay('views.share')
  const [step, setStep] = useState<Step>()
  const back = () => setStep(undefined)
  if (step?.kind === 'rename') return <Rename scheme={step.scheme} onClose={back} />
  if (step?.kind === 'share') return <Share scheme={step.scheme} onClose={back} />
  if (step?.kind === 'remove') return <Remove scheme={step.scheme} onClose={back} />
  if (step?.kind === 'promote') return <Promote scheme={step.scheme} view={view} onClose={onClose} onBack={back} />
  return (
    <Dialog open title={t(($) => $.build.scheme.manage)} size={520} onClose={onClose}>
      <ul className={css.list}>
        {schemes.map((scheme) => (
          <li key={scheme.id} className={css.scheme}>
            <span className={css.name}>
              <span className="cut">{scheme.name}</span>
              {!scheme.own && <span className="meta ink3 cut">{scheme.owner.name}</span>}
              {scheme.own && isShared(scheme) && <span className="meta ink3">{t(($) => $.build.scheme.sharedMark)}</span>}
            </span>
            {scheme.own && (
              <IconButton
                label={`${t(($) => $.build.scheme.rename)}: ${scheme.name}`}
                icon={<IconPencil size={16} stroke={1.75} />}
                onClick={() => setStep({ kind: 'rename', scheme })}
              />
            )}
            {scheme.own && mayShare && (
              <IconButton
                label={`${t(($) => $.build.scheme.share)}: ${scheme.name}`}
                icon={<IconShare size={16} stroke={1.75} />}
                onClick={() => setStep({ kind: 'share', scheme })}
              />
            )}
            {scheme.own && (
              <IconButton
                label={`${t(($) => $.build.scheme.remove)}: ${scheme.name}`}
                icon={<IconTrash size={16} stroke={1.75} />}
                onClick={() => setStep({ kind: 'remove', scheme })}
              />
            )}
            <Button
              leftSection={<IconStack2 size={16} stroke={1.75} aria-hidden />}
              aria-label={`${t(($) => $.build.scheme.promote)}: ${scheme.name}`}
              onClick={() => setStep({ kind: 'promote', scheme })}
            >
              {t(($) => $.build.scheme.promote)}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

const isShared = ({ everyone, teamIds, rightIds }: Scheme) => everyone || teamIds.length + rightIds.length > 0
const valuesOf = ({ id, name, filter, everyone, teamIds, rightIds, version }: Scheme) => ({
  id,
  name,
  filter,
  everyone,
  teamIds,
  rightIds,
  version,
})

function Rename({ scheme, onClose }: { scheme: Scheme; onClose: () => void }) {
  const { t } = useTranslation()
  const [name, setName] = useState(scheme.name)
  const { busy, run, notice } = useTry()
  return (
    <Dialog
      open
      title={t(($) => $.build.scheme.rename)}
      confirm={t(($) => $.build.scheme.save)}
      busy={busy}
      disabled={name.trim() === ''}
      onConfirm={() =>
        void run(async () => {
          await call(changeScheme, { ...valuesOf(scheme), name })
          onClose()
        })
      }
      onClose={onClose}
    >
      {notice}
      <TextInput
        data-autofocus
        label={t(($) => $.build.scheme.name)}
        maxLength={120}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </Dialog>
  )
}

function Share({ scheme, onClose }: { scheme: Scheme; onClose: () => void }) {
  const { t } = useTranslation()
  const known = useMay('users.read')
  const teamList = useEndpoint(teams.doors.list, {}, { enabled: known }).data?.items ?? []
  const rightList = useEndpoint(rights.doors.list, {}, { enabled: known }).data?.items ?? []
  const [to, setTo] = useState({ everyone: scheme.everyone, teamIds: scheme.teamIds, rightIds: scheme.rightIds })
  const { busy, run, notice } = useTry()
  return (
    <Dialog
      open
      title={t(($) => $.build.scheme.shareTitle, { name: scheme.name })}
      confirm={t(($) => $.build.scheme.save)}
      busy={busy}
      onConfirm={() =>
        void run(async () => {
          await call(changeScheme, { ...valuesOf(scheme), ...to })
          onClose()
        })
      }
      onClose={onClose}
    >
      <div className={css.form}>
        {notice}
        <p>{t(($) => $.build.scheme.shareText)}</p>
        <Checkbox
          label={t(($) => $.build.scheme.everyone)}
          checked={to.everyone}
          onChange={({ currentTarget }) => setTo({ ...to, everyone: currentTarget.checked })}
        />
        {known && !to.everyone && (
          <>
            <MultiSelect
              label={t(($) => $.build.scheme.teams)}
              searchable
              data={teamList.map(({ id, name }) => ({ value: String(id), label: name }))}
              value={to.teamIds.map(String)}
              onChange={(chosen) => setTo({ ...to, teamIds: chosen.map(Number) })}
            />
            <MultiSelect
              label={t(($) => $.build.scheme.rights)}
              searchable
              data={rightList.map(({ id, name }) => ({ value: String(id), label: name }))}
              value={to.rightIds.map(String)}
              onChange={(chosen) => setTo({ ...to, rightIds: chosen.map(Number) })}
            />
          </>
        )}
      </div>
    </Dialog>
  )
}

function Remove({ scheme, onClose }: { scheme: Scheme; onClose: () => void }) {
  const { t } = useTranslation()
  const { busy, run, notice } = useTry()
  return (
    <Dialog
      open
      danger
      title={t(($) => $.build.scheme.removeTitle, { name: scheme.name })}
      confirm={t(($) => $.build.scheme.remove)}
      busy={busy}
      onConfirm={() =>
        void run(async () => {
          await call(deleteScheme, { id: scheme.id })
          onClose()
        })
      }
      onClose={onClose}
    >
      {notice}
      {t(($) => $.build.scheme.removeText)}
    </Dialog>
  )
}

/** The new view stands last in My views. */
function Promote({ scheme, view, onClose, onBack }: { scheme: Scheme; view: View; onClose: () => void; onBack: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [name, setName] = useState(scheme.name)
  const narrows = [...conditionsOf(view.filter)].length > 0
  const [together, setTogether] = useState(false)
  const [made, setMade] = useState<View>()
  const { busy, run, notice } = useTry()
  const make = async () => {
    const filter = together ? allOf(view.filter, scheme.filter) : scheme.filter
    const { columns, sort, density } = view
    const created = await call(createView, { name, filter, columns, sort, density, icon: 'list' })
    const { mine, mineVersion } = await call(getSidebar, {})
    await call(arrangeMine, { version: mineVersion, places: [...mine, { viewId: created.id }] })
    for (const door of [listAllViews, getSidebar, getCounts]) void queries.invalidateQueries({ queryKey: [door.method, door.path] })
    setMade(created)
  }
  if (made)
    return (
      <Dialog open title={made.name} onClose={onClose}>
        {t(($) => $.build.scheme.created)}{' '}
        <Go href={`/tickets?view=${made.id}`} className="link" onClick={onClose}>
          {t(($) => $.views.show, { view: made.name })}
        </Go>
      </Dialog>
    )
  return (
    <Dialog
      open
      title={t(($) => $.build.scheme.promoteTitle, { name: scheme.name })}
      confirm={t(($) => $.build.scheme.create)}
      busy={busy}
      disabled={name.trim() === ''}
      onConfirm={() => void run(make)}
      onClose={onBack}
    >
      <div className={css.form}>
        {notice}
        <TextInput
          data-autofocus
          label={t(($) => $.build.scheme.name)}
          maxLength={120}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {narrows && (
          <Checkbox
            label={t(($) => $.build.scheme.withView, { view: view.name })}
            checked={together}
            onChange={({ currentTarget }) => setTogether(currentTarget.checked)}
          />
        )}
      </div>
    </Dialog>
  )
}
