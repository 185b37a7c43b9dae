/** Manage, Categories: what a ticket is about, and all that follows from it. */
import { Checkbox, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { categories, type CategorySettings, focusedTabs } from '#categories/categorySettings.ts'
import { asked } from '#fields/customField.ts'
import { slas } from '#categories/sla.ts'
import { statuses } from '#categories/status.ts'
import { timeGroups } from '#categories/timeGroups.ts'
import { listQueues } from '#channels/email/api.ts'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Tag } from '#platform/web/ui/Tag.tsx'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { type Named, PickOne, PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import { CategoryPreview } from '#admin/web/clock/DeadlinePreview.tsx'
import { CategoryNews } from './CategoryNews.tsx'
import css from './category.module.css'

const kind: Kind<CategorySettings> = {
  thing: categories,
  path: 'categories',
  title: 'name',
  position: 'position',
  columns: (t) => [
    { key: 'active', head: '', cell: ({ active }) => !active && <Tag>{t(($) => $.manage.category.off)}</Tag> },
    { key: 'sla', head: t(($) => $.manage.one.slas), cell: ({ slaId }) => <SlaName id={slaId} /> },
    { key: 'hours', head: t(($) => $.manage.one['time-groups']), cell: ({ timeGroupId }) => <GroupName id={timeGroupId} />, wide: true },
    { key: 'statuses', head: t(($) => $.manage.page.statuses), cell: ({ statusIds }) => statusIds.length || '', wide: true },
  ],
  blank: (others) => ({ ...categories.parse({ name: '-', position: Math.min(10_000, others.length) }), name: '' }),
  Fields: CategoryFields,
  Preview: CategoryPreview,
}

function SlaName({ id }: { id: number | null }) {
  return useThings(slas).things?.find((one) => one.id === id)?.title ?? ''
}
function GroupName({ id }: { id: number | null }) {
  const { t } = useTranslation()
  const groups = useThings(timeGroups).things
  return id === null ? (
    <span className="ink3">{t(($) => $.manage.category.always)}</span>
  ) : (
    (groups?.find((one) => one.id === id)?.title ?? '')
  )
}

const named = (list: readonly { id: number; title: string }[] | undefined): Named[] | undefined =>
  list?.map(({ id, title }) => ({ id, name: title }))

function CategoryFields({ values, set, problem }: FieldsProps<CategorySettings>) {
  const { t } = useTranslation()
  const w = (key: 'name' | 'active' | 'checkChildren') => t(($) => $.manage.category[key])
  const mayQueues = useMay('queues.read')
  const queues = useEndpoint(listQueues, {}, { enabled: mayQueues }).data?.queues
  return (
    <>
      <Section title={t(($) => $.manage.one.categories)}>
        <Row label={w('name')} error={problem('name')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />}
        </Row>
        <Row label={w('active')} about={t(($) => $.manage.category.activeAbout)} error={problem('active')}>
          {({ id }) => <Checkbox id={id} pt={6} checked={values.active} onChange={(e) => set({ active: e.currentTarget.checked })} />}
        </Row>
      </Section>
      <Section title={t(($) => $.manage.category.clock)}>
        <Row label={t(($) => $.manage.one.slas)} about={t(($) => $.manage.category.slaAbout)} error={problem('slaId')}>
          {({ id }) => <SlaPick id={id} value={values.slaId} onChange={(slaId) => set({ slaId })} />}
        </Row>
        <Row label={t(($) => $.manage.category.hours)} about={t(($) => $.manage.category.hoursAbout)} error={problem('timeGroupId')}>
          {({ id }) => <GroupPick id={id} value={values.timeGroupId} onChange={(timeGroupId) => set({ timeGroupId })} />}
        </Row>
        <Row label={t(($) => $.manage.category.dueSoon)} about={t(($) => $.manage.category.dueSoonAbout)} error={problem('dueSoonMinutes')}>
          {({ id }) => (
            <Amount
              id={id}
              value={values.dueSoonMinutes}
              unit={t(($) => $.manage.category.countedMinutes)}
              onChange={(n) => set({ dueSoonMinutes: n ?? 0 })}
            />
          )}
        </Row>
        <Row label={t(($) => $.manage.category.grant)} about={t(($) => $.manage.category.grantAbout)} error={problem('grantMinutes')}>
          {({ id }) => (
            <Amount
              id={id}
              value={values.grantMinutes}
              unit={t(($) => $.manage.category.countedMinutes)}
              onChange={(n) => set({ grantMinutes: n ?? 0 })}
            />
          )}
        </Row>
      </Section>
      <StatusSettings values={values} set={set} problem={problem} />
      <Section title={t(($) => $.manage.category.rules)}>
        <Row
          label={t(($) => $.manage.category.reopen)}
          about={t(($) => $.manage.category.reopenAbout)}
          error={problem('waitingRequiresReopen')}
        >
          {({ id }) => (
            <Checkbox
              id={id}
              pt={6}
              checked={values.waitingRequiresReopen}
              onChange={(e) => set({ waitingRequiresReopen: e.currentTarget.checked })}
            />
          )}
        </Row>
        <Row label={w('checkChildren')} about={t(($) => $.manage.category.checkChildrenAbout)} error={problem('checkChildren')}>
          {({ id }) => (
            <Checkbox id={id} pt={6} checked={values.checkChildren} onChange={(e) => set({ checkChildren: e.currentTarget.checked })} />
          )}
        </Row>
        <Row
          label={t(($) => $.manage.category.archive)}
          about={t(($) => $.manage.category.archiveAbout)}
          error={problem('autoArchiveDays')}
        >
          {({ id }) => (
            <Amount
              id={id}
              value={values.autoArchiveDays}
              unit={t(($) => $.manage.category.days)}
              onChange={(n) => set({ autoArchiveDays: n || null })}
            />
          )}
        </Row>
      </Section>
      <Section title={t(($) => $.manage.category.work)}>
        <Row label={t(($) => $.manage.category.queue)} about={t(($) => $.manage.category.queueAbout)} error={problem('defaultQueueId')}>
          {({ id }) => (
            <PickOne
              id={id}
              from={queues}
              none={t(($) => $.manage.category.noQueue)}
              value={values.defaultQueueId}
              onChange={(defaultQueueId) => set({ defaultQueueId })}
            />
          )}
        </Row>
        <Row label={t(($) => $.manage.category.tab)} about={t(($) => $.manage.category.tabAbout)} error={problem('focusedTab')}>
          {({ id }) => (
            <NativeSelect
              id={id}
              maw={360}
              value={values.focusedTab}
              data={focusedTabs.map((tab) => ({ value: tab, label: t(($) => $.manage.category.tabOf[tab]) }))}
              onChange={({ currentTarget }) => set({ focusedTab: focusedTabs.find((tab) => tab === currentTarget.value) ?? 'activities' })}
            />
          )}
        </Row>
      </Section>
      <CategoryNews values={values} set={set} problem={problem} />
    </>
  )
}

/** A number with its unit; empty is none. */
function Amount({ id, value, unit, onChange }: { id: string; value: number | null; unit: string; onChange: (n: number | null) => void }) {
  return (
    <span className={css.unit}>
      <NumberInput
        id={id}
        w={80}
        min={0}
        allowDecimal={false}
        value={value ?? ''}
        onChange={(n) => onChange(typeof n === 'number' ? n : null)}
      />
      <span className="ink2">{unit}</span>
    </span>
  )
}

function SlaPick(given: { id: string; value: number | null; onChange: (id: number | null) => void }) {
  const { t } = useTranslation()
  return <PickOne {...given} from={named(useThings(slas).things)} none={t(($) => $.manage.category.noSla)} />
}
function GroupPick(given: { id: string; value: number | null; onChange: (id: number | null) => void }) {
  const { t } = useTranslation()
  return <PickOne {...given} from={named(useThings(timeGroups).things)} none={t(($) => $.manage.category.always)} />
}

function StatusSettings({ values, set, problem }: Pick<FieldsProps<CategorySettings>, 'values' | 'set' | 'problem'>) {
  const { t } = useTranslation()
  const all = useThings(statuses).things
  return (
    <Section title={t(($) => $.manage.page.statuses)}>
      <Row label={t(($) => $.manage.category.offered)} about={t(($) => $.manage.category.offeredAbout)} error={problem('statusIds')}>
        {({ id }) => <PickSome id={id} from={named(all)} value={values.statusIds} onChange={(statusIds) => set({ statusIds })} />}
      </Row>
      <Row label={t(($) => $.manage.category.several)} error={problem('severalStatuses')}>
        {({ id }) => (
          <Checkbox id={id} pt={6} checked={values.severalStatuses} onChange={(e) => set({ severalStatuses: e.currentTarget.checked })} />
        )}
      </Row>
      <Row
        group
        label={t(($) => $.manage.category.required)}
        about={t(($) => $.manage.category.requiredAbout)}
        error={problem('statusRequired')}
      >
        {({ labelId }) => (
          <SegmentedControl
            aria-labelledby={labelId}
            value={values.statusRequired}
            onChange={(statusRequired) => set({ statusRequired })}
            data={asked.map((one) => ({ value: one, label: t(($) => $.manage.requiredOf[one]) }))}
          />
        )}
      </Row>
    </Section>
  )
}

export const CategoryList = () => <ThingList kind={kind} />
export const CategoryEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
