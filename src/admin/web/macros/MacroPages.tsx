/** Manage, Macros: field changes and a Template in one click, for whom, and on which tickets they are offered. */
import { Autocomplete, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldsProps, Kind, SideProps } from '#admin/web/frame/kind.ts'
import { PickOne, PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import { Names } from '#admin/web/people/Names.tsx'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { listLostMacros } from '#macros/api.ts'
import { macros, type MacroValues } from '#macros/macro.ts'
import { useLostWords } from '#macros/web/useLostWords.ts'
import { rights } from '#people/right.ts'
import { teams } from '#people/team.ts'
import { useMay } from '#people/web/session.ts'
import { everything } from '#platform/filter.ts'
import type { Shown } from '#platform/thing.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Tag } from '#platform/web/ui/Tag.tsx'
import { useFieldNames } from '#runs/web/useFieldNames.ts'
import { templates } from '#templates/template.ts'
import { keysOf } from '#tickets/ticket.ts'
import { Matches } from '#views/web/edit/ViewEditor.tsx'
import { FilterBuilder } from '#views/web/filter/FilterBuilder.tsx'
import { useFilterFields } from '#views/web/filter/useFilterFields.ts'
import { MacroChanges } from './MacroChanges.tsx'
import css from './macros.module.css'

const kind: Kind<MacroValues> = {
  thing: macros,
  path: 'macros',
  title: 'name',
  position: 'position',
  columns: (t) => [
    { key: 'folder', head: t(($) => $.template.folder), cell: ({ folder }) => <span className="ink2">{folder}</span>, wide: true },
    { key: 'does', head: t(($) => $.macro.does), cell: (macro) => <Does macro={macro} /> },
    { key: 'audience', head: t(($) => $.macro.audience), cell: (macro) => <Audience macro={macro} />, wide: true },
    {
      key: 'active',
      head: '',
      cell: (macro) => (
        <>
          {!macro.active && <Tag>{t(($) => $.template.inactive)}</Tag>} <LostMark macro={macro} />
        </>
      ),
    },
  ],
  blank: (others) => ({ ...macros.parse({ name: '-' }), name: '', position: Math.min(10_000, others.length) }),
  Fields: MacroFields,
  Aside: MacroAside,
}

const useLost = (id: number | null) => {
  const { data } = useEndpoint(listLostMacros, {}, { refetchOnMount: 'always' })
  return data?.macros.find((one) => one.id === id)?.lost ?? []
}

function LostMark({ macro }: { macro: Shown<MacroValues> }) {
  const { t } = useTranslation()
  return useLost(macro.id).length > 0 && <Tag>{t(($) => $.macro.broken)}</Tag>
}

function Does({ macro: { changes, templateId } }: { macro: MacroValues }) {
  const nameOf = useFieldNames(useCustomFields('ticket'))
  const { things } = useThings(templates)
  const template = things?.find(({ id }) => id === templateId)
  return [...keysOf(changes).map((key) => nameOf(key)), ...(template ? [template.name] : [])].join(', ')
}

function Audience({ macro: { everyone, teamIds, rightIds } }: { macro: MacroValues }) {
  const { t } = useTranslation()
  const may = useMay('users.read')
  const allTeams = useThings(teams, may).things
  const allRights = useThings(rights, may).things
  if (everyone) return t(($) => $.macro.everyone)
  return (
    <>
      <Names ids={teamIds} from={allTeams ?? []} /> {teamIds.length > 0 && rightIds.length > 0 && '· '}
      <Names ids={rightIds} from={allRights ?? []} />
    </>
  )
}

function MacroFields({ values, set, problem }: FieldsProps<MacroValues>) {
  const { t } = useTranslation()
  const part = useId()
  const fields = useCustomFields('ticket')
  const filterFields = useFilterFields()
  const mayPeople = useMay('users.read')
  const allTeams = useThings(teams, mayPeople).things
  const allRights = useThings(rights, mayPeople).things
  const others = useThings(macros).things ?? []
  const allTemplates = useThings(templates).things
  const offered = allTemplates?.filter(
    (one) => (one.kind === 'email' || one.kind === 'comment') && (one.active || one.id === values.templateId),
  )
  const folders = [...new Set(others.map((one) => one.folder).filter((folder) => folder !== ''))]
  return (
    <>
      <Section title={t(($) => $.manage.one.macros)}>
        <Row label={t(($) => $.template.name)} error={problem('name')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
        <Row label={t(($) => $.template.folder)} about={t(($) => $.template.folderAbout)} error={problem('folder')}>
          {({ id }) => <Autocomplete id={id} maw={360} data={folders} value={values.folder} onChange={(folder) => set({ folder })} />}
        </Row>
        <Row label={t(($) => $.template.active)} about={t(($) => $.macro.activeAbout)}>
          {({ id }) => <Checkbox id={id} pt={6} checked={values.active} onChange={(e) => set({ active: e.currentTarget.checked })} />}
        </Row>
      </Section>
      <Section title={t(($) => $.macro.does)}>
        <Row group label={t(($) => $.macro.changes)} about={t(($) => $.macro.changesAbout)}>
          {() => (
            <>
              <MacroChanges
                key={fields.all.length}
                changes={values.changes}
                fields={fields}
                problem={(field) => problem(`changes.${field}`)}
                onChange={(changes) => set({ changes })}
              />
              {keysOf(values.changes).length === 0 && problem('changes') && (
                <p className={css.wrong} role="alert">
                  {problem('changes')}
                </p>
              )}
            </>
          )}
        </Row>
        <Row label={t(($) => $.macro.template)} about={t(($) => $.macro.templateAbout)} error={problem('templateId')}>
          {({ id }) => (
            <PickOne
              id={id}
              none={t(($) => $.macro.noTemplate)}
              from={offered?.map((one) => ({ id: one.id, name: `${one.name} (${t(($) => $.template.kindOf[one.kind])})` }))}
              value={values.templateId}
              onChange={(templateId) => set({ templateId })}
            />
          )}
        </Row>
      </Section>
      <Section title={t(($) => $.macro.where)}>
        <Row group label={t(($) => $.macro.condition)} about={t(($) => $.macro.conditionAbout)}>
          {({ labelId }) => (
            <>
              <SegmentedControl
                aria-labelledby={labelId}
                className={css.switch ?? ''}
                value={values.condition === null ? 'all' : 'some'}
                onChange={(which) => set({ condition: which === 'all' ? null : everything })}
                data={[
                  { value: 'all', label: t(($) => $.macro.allTickets) },
                  { value: 'some', label: t(($) => $.macro.someTickets) },
                ]}
              />
              {values.condition !== null && (
                <div className={css.filter}>
                  <FilterBuilder value={values.condition} onChange={(condition) => set({ condition })} fields={filterFields} />
                </div>
              )}
              {problem('condition') && (
                <p className={css.wrong} role="alert">
                  {problem('condition')}
                </p>
              )}
            </>
          )}
        </Row>
        <Row group label={t(($) => $.macro.audience)} error={problem('teamIds') ?? problem('rightIds')}>
          {({ labelId }) => (
            <>
              <SegmentedControl
                aria-labelledby={labelId}
                value={values.everyone ? 'everyone' : 'some'}
                onChange={(which) => set({ everyone: which === 'everyone' })}
                data={[
                  { value: 'everyone', label: t(($) => $.macro.everyone) },
                  { value: 'some', label: t(($) => $.macro.some) },
                ]}
              />
              {!values.everyone && (
                <div className={css.some}>
                  <label htmlFor={`${part}-teams`}>{t(($) => $.macro.teams)}</label>
                  <PickSome id={`${part}-teams`} from={allTeams} value={values.teamIds} onChange={(teamIds) => set({ teamIds })} />
                  <label htmlFor={`${part}-rights`}>{t(($) => $.macro.rights)}</label>
                  <PickSome id={`${part}-rights`} from={allRights} value={values.rightIds} onChange={(rightIds) => set({ rightIds })} />
                </div>
              )}
            </>
          )}
        </Row>
      </Section>
    </>
  )
}

/** What cannot be done any more, and on how many tickets it would be offered now. */
function MacroAside({ id, values }: SideProps<MacroValues>) {
  const { t } = useTranslation()
  const lost = useLost(id)
  const say = useLostWords(useFieldNames(useCustomFields('ticket')))
  return (
    <>
      {lost.length > 0 && (
        <>
          <h2>{t(($) => $.macro.broken)}</h2>
          {lost.map((one) => (
            <p key={one.field} className={css.lost}>
              <IconAlertTriangle size={13} stroke={2} aria-hidden /> {say(one)}
            </p>
          ))}
          <p className="meta ink3">{t(($) => $.macro.lostAbout)}</p>
        </>
      )}
      {values.condition !== null && (
        <>
          <h2>{t(($) => $.macro.holds)}</h2>
          <Matches filter={values.condition} />
        </>
      )}
    </>
  )
}

export const MacroList = () => <ThingList kind={kind} />
export const MacroEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
