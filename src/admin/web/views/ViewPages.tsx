/** Manage, Views: the Team views, whom each is shown to, and how they stand in everyone's sidebar. */
import { SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { rights } from '#people/right.ts'
import { useMay } from '#people/web/session.ts'
import { teamViews } from '#views/view.ts'
import { FilterBuilder } from '#views/web/filter/FilterBuilder.tsx'
import { useFilterFields } from '#views/web/filter/useFilterFields.ts'
import { ColumnsPicker, DensityPicker, IconPicker, SortPicker } from '#views/web/edit/ViewControls.tsx'
import { Matches } from '#views/web/edit/ViewEditor.tsx'
import type { FieldsProps, Kind, SideProps } from '#admin/web/frame/kind.ts'
import { PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import { Names } from '#admin/web/people/Names.tsx'
import { TeamTree } from './TeamTree.tsx'
import css from './views.module.css'

type TeamView = z.output<typeof teamViews.shape>

const kind: Kind<TeamView> = {
  thing: teamViews,
  path: 'views',
  title: 'name',
  columns: (t) => [{ key: 'audience', head: t(($) => $.manage.view.audience), cell: (view) => <Shown view={view} /> }],
  blank: () => ({ ...teamViews.parse({ name: '-' }), name: '' }),
  Fields: ViewFields,
  Aside: ViewMatches,
}

function Shown({ view }: { view: TeamView }) {
  const { t } = useTranslation()
  const mayRights = useMay('users.read')
  const from = useThings(rights, mayRights).things?.map(({ id, name }) => ({ id, name }))
  if (view.everyone) return t(($) => $.manage.view.everyone)
  return view.rightIds.length > 0 ? (
    <Names ids={view.rightIds} from={from ?? []} />
  ) : (
    <span className="ink3">{t(($) => $.manage.view.nobody)}</span>
  )
}

function ViewFields({ values, set, problem }: FieldsProps<TeamView>) {
  const { t } = useTranslation()
  const fields = useFilterFields()
  const mayRights = useMay('users.read')
  const from = useThings(rights, mayRights).things?.filter((right) => !right.everything)
  return (
    <>
      <Section title={t(($) => $.manage.one.views)}>
        <Row label={t(($) => $.manage.field.name)} error={problem('name')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
        <Row group label={t(($) => $.arrange.view.icon)} error={problem('icon')}>
          {({ labelId }) => <IconPicker labelId={labelId} value={values.icon} onChange={(icon) => set({ icon })} />}
        </Row>
        <Row group label={t(($) => $.manage.view.audience)} about={t(($) => $.manage.view.audienceAbout)} error={problem('rightIds')}>
          {({ labelId, id }) => (
            <>
              <SegmentedControl
                aria-labelledby={labelId}
                value={values.everyone ? 'everyone' : 'rights'}
                onChange={(which) => set({ everyone: which === 'everyone' })}
                data={[
                  { value: 'everyone', label: t(($) => $.manage.view.everyone) },
                  { value: 'rights', label: t(($) => $.manage.view.someRights) },
                ]}
              />
              {!values.everyone && (
                <div className={css.rights}>
                  <label className="sr" htmlFor={id}>
                    {t(($) => $.manage.view.someRights)}
                  </label>
                  <PickSome id={id} from={from} value={values.rightIds} onChange={(rightIds) => set({ rightIds })} />
                </div>
              )}
            </>
          )}
        </Row>
      </Section>
      <Section title={t(($) => $.arrange.view.filter)}>
        <div className={css.filter}>
          <FilterBuilder value={values.filter} onChange={(filter) => set({ filter })} fields={fields} />
          {problem('filter') && (
            <p className={css.error} role="alert">
              {problem('filter')}
            </p>
          )}
        </div>
      </Section>
      <Section title={t(($) => $.manage.view.list)}>
        <Row label={t(($) => $.arrange.view.columns)} about={t(($) => $.manage.view.columnsAbout)} error={problem('columns')}>
          {({ id }) => <ColumnsPicker id={id} fields={fields} value={values.columns} onChange={(columns) => set({ columns })} />}
        </Row>
        <Row label={t(($) => $.arrange.view.sort)} error={problem('sort')}>
          {({ id }) => <SortPicker id={id} fields={fields} value={values.sort} onChange={(sort) => set({ sort })} />}
        </Row>
        <Row group label={t(($) => $.arrange.view.density)} error={problem('density')}>
          {({ labelId }) => <DensityPicker labelId={labelId} value={values.density} onChange={(density) => set({ density })} />}
        </Row>
      </Section>
    </>
  )
}

function ViewMatches({ values }: SideProps<TeamView>) {
  const { t } = useTranslation()
  return (
    <>
      <h2>{t(($) => $.manage.view.matches)}</h2>
      <Matches filter={values.filter} />
      <p className="meta ink3">{t(($) => $.manage.view.matchesAbout)}</p>
    </>
  )
}

export function ViewList() {
  return (
    <div className={css.both}>
      <ThingList kind={kind} />
      <TeamTree />
    </div>
  )
}
export const ViewEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
