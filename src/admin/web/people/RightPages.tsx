/** Manage, Rights: to which data. Categories to work in or to hand tickets to, queues, Users, and flags. */
import { Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { categories } from '#categories/categorySettings.ts'
import { listQueues } from '#channels/email/api.ts'
import { rights } from '#people/right.ts'
import { flags } from '#people/rights.ts'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { teamViews } from '#views/view.ts'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import { CategoryScope } from './CategoryScope.tsx'
import { Names } from './Names.tsx'
import { useUserNames } from './useUserNames.ts'

type Right = z.output<typeof rights.shape>

const kind: Kind<Right> = {
  thing: rights,
  path: 'rights',
  title: 'name',
  columns: (t) => [
    { key: 'work', head: t(($) => $.manage.right.work), cell: (right) => <Scope right={right} part="workCategories" /> },
    { key: 'hand', head: t(($) => $.manage.right.hand), cell: (right) => <Scope right={right} part="handCategories" />, wide: true },
  ],
  blank: () => ({ ...rights.parse({ name: '-' }), name: '' }),
  cloned: () => ({ everything: false }),
  Fields: RightFields,
}

function Scope({ right, part }: { right: Right; part: 'workCategories' | 'handCategories' }) {
  const { t } = useTranslation()
  const from = useThings(categories).things?.map(({ id, name }) => ({ id, name }))
  return right.everything ? t(($) => $.manage.right.all) : <Names ids={right[part]} from={from} />
}

function RightFields({ values, set, problem }: FieldsProps<Right>) {
  const { t } = useTranslation()
  const users = useUserNames()
  const all = useThings(categories).things
  const mayQueues = useMay('queues.read')
  const queues = useEndpoint(listQueues, {}, { enabled: mayQueues }).data?.queues
  const views = useThings(teamViews, useMay('views.read')).things?.filter((view) => !view.everyone || values.views.includes(view.id))
  return (
    <>
      <Section title={t(($) => $.manage.one.rights)}>
        <Row label={t(($) => $.manage.field.name)} error={problem('name')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
        {values.everything && (
          <Row group label={t(($) => $.manage.right.everything)} error={problem('everything')}>
            {() => <p>{t(($) => $.manage.right.everythingAbout)}</p>}
          </Row>
        )}
      </Section>
      {!values.everything && (
        <>
          <Section title={t(($) => $.manage.right.categories)}>
            <Row
              group
              label={t(($) => $.manage.right.scope)}
              about={t(($) => $.manage.right.scopeAbout)}
              error={problem('workCategories') ?? problem('handCategories')}
            >
              {() => <CategoryScope categories={all ?? []} work={values.workCategories} hand={values.handCategories} onChange={set} />}
            </Row>
          </Section>
          <Section title={t(($) => $.manage.right.others)}>
            <Row label={t(($) => $.manage.right.queues)} about={t(($) => $.manage.right.queuesAbout)} error={problem('queues')}>
              {({ id }) => <PickSome id={id} from={queues} value={values.queues} onChange={(chosen) => set({ queues: chosen })} />}
            </Row>
            {views && (
              <Row label={t(($) => $.manage.right.views)} about={t(($) => $.manage.right.viewsAbout)} error={problem('views')}>
                {({ id }) => <PickSome id={id} from={views} value={values.views} onChange={(chosen) => set({ views: chosen })} />}
              </Row>
            )}
            <Row group label={t(($) => $.manage.right.users)} about={t(($) => $.manage.right.usersAbout)} error={problem('handUsers')}>
              {({ labelId, id }) => (
                <>
                  <SegmentedControl
                    aria-labelledby={labelId}
                    value={values.handUsers === null ? 'all' : 'some'}
                    onChange={(which) => set({ handUsers: which === 'all' ? null : [] })}
                    data={[
                      { value: 'all', label: t(($) => $.manage.right.allUsers) },
                      { value: 'some', label: t(($) => $.manage.right.someUsers) },
                    ]}
                  />
                  {values.handUsers !== null && (
                    <div style={{ paddingTop: 8 }}>
                      <label className="sr" htmlFor={id}>
                        {t(($) => $.manage.right.users)}
                      </label>
                      <PickSome id={id} from={users} value={values.handUsers} onChange={(handUsers) => set({ handUsers })} />
                    </div>
                  )}
                </>
              )}
            </Row>
            <Row group label={t(($) => $.manage.right.flags)} error={problem('flags')}>
              {() =>
                flags.map((flag) => (
                  <Checkbox
                    key={flag}
                    py={4}
                    label={t(($) => $.manage.right.flag[flag])}
                    checked={values.flags.includes(flag)}
                    onChange={(e) =>
                      set({ flags: e.currentTarget.checked ? [...values.flags, flag] : values.flags.filter((one) => one !== flag) })
                    }
                  />
                ))
              }
            </Row>
          </Section>
        </>
      )}
    </>
  )
}

export const RightList = () => <ThingList kind={kind} />
export const RightEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
