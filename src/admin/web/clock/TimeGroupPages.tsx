/** Manage, Time groups: when the desk works. */
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { intervalText } from '#categories/intervalText.ts'
import { minutesOfInterval } from '#categories/timeGroup.ts'
import { timeGroups, type TitledTimeGroup } from '#categories/timeGroups.ts'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { PickSome } from '#admin/web/frame/Pick.tsx'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { EditorProps } from '#admin/web/pages.ts'
import css from './clock.module.css'
import { TimeGroupPreview } from './DeadlinePreview.tsx'
import { Exceptions } from './Exceptions.tsx'
import { HolidayImport } from './HolidayImport.tsx'
import { WeekFields } from './WeekFields.tsx'
import { WhatIf } from './WhatIf.tsx'
import { YearlyRules } from './YearlyRules.tsx'
import { YearPreview } from './YearPreview.tsx'
import { ZonePicker } from './ZonePicker.tsx'

const nine = [{ from: '09:00', to: '17:00' }]

const kind: Kind<TitledTimeGroup> = {
  thing: timeGroups,
  path: 'time-groups',
  title: 'title',
  columns: (t) => [
    { key: 'zone', head: t(($) => $.manage.timeGroup.zone), cell: ({ zone }) => zone.replaceAll('_', ' ') },
    { key: 'hours', head: t(($) => $.manage.timeGroup.weekHours), cell: ({ week }) => hoursAWeek(week) },
    { key: 'monday', head: t(($) => $.manage.timeGroup.day.monday), cell: ({ week }) => intervalText(week.monday), wide: true },
    {
      key: 'holidays',
      head: t(($) => $.manage.timeGroup.holidays),
      cell: ({ yearly, exceptions }) => yearly.length + exceptions.length || '',
      wide: true,
    },
  ],
  blank: () => ({
    title: '',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine, saturday: [], sunday: [] },
    includes: [],
    yearly: [],
    exceptions: [],
  }),
  Fields: TimeGroupFields,
  Preview: TimeGroupPreview,
  Aside: WhatIf,
}

/** “42 h 30 m” */
function hoursAWeek(week: TitledTimeGroup['week']) {
  const minutes = Object.values(week)
    .flat()
    .map(minutesOfInterval)
    .reduce((sum, { from, to }) => sum + to - from, 0)
  return `${Math.floor(minutes / 60)} h${minutes % 60 > 0 ? ` ${minutes % 60} m` : ''}`
}

function TimeGroupFields({ id: own, values, set, problem }: FieldsProps<TitledTimeGroup>) {
  const { t } = useTranslation()
  const others = useThings(timeGroups).things?.filter((one) => one.id !== own)
  return (
    <>
      <Section title={t(($) => $.manage.one['time-groups'])}>
        <Row label={t(($) => $.manage.field.title)} error={problem('title')}>
          {({ id }) => <TextInput id={id} maw={360} value={values.title} onChange={(e) => set({ title: e.currentTarget.value })} />}
        </Row>
        <Row label={t(($) => $.manage.timeGroup.zone)} about={t(($) => $.manage.timeGroup.zoneAbout)} error={problem('zone')}>
          {({ id }) => <ZonePicker id={id} value={values.zone} onChange={(zone) => set({ zone: zone ?? '' })} />}
        </Row>
        <Row group label={t(($) => $.manage.timeGroup.week)} about={t(($) => $.manage.timeGroup.weekAbout)}>
          {() => <WeekFields week={values.week} problem={problem} onChange={(week) => set({ week })} />}
        </Row>
      </Section>
      <Section title={t(($) => $.manage.timeGroup.holidays)}>
        <Row label={t(($) => $.manage.timeGroup.includes)} about={t(($) => $.manage.timeGroup.includesAbout)} error={problem('includes')}>
          {({ id }) => (
            <PickSome
              id={id}
              from={others?.map((one) => ({ id: one.id, name: one.title }))}
              value={values.includes}
              onChange={(includes) => set({ includes })}
            />
          )}
        </Row>
        <Row group label={t(($) => $.manage.timeGroup.yearly)} about={t(($) => $.manage.timeGroup.yearlyAbout)}>
          {() => <YearlyRules rules={values.yearly} problem={problem} onChange={(yearly) => set({ yearly })} />}
        </Row>
        <Row group label={t(($) => $.manage.timeGroup.exceptions)} about={t(($) => $.manage.timeGroup.exceptionsAbout)}>
          {() => <Exceptions exceptions={values.exceptions} problem={problem} onChange={(exceptions) => set({ exceptions })} />}
        </Row>
        <Row group label={t(($) => $.manage.timeGroup.file)} about={t(($) => $.manage.timeGroup.fileAbout)}>
          {() => (
            <div className={css.buttons}>
              <HolidayImport
                group={values}
                onAdd={(found) =>
                  set({
                    yearly: [...values.yearly, ...found.yearly],
                    exceptions: [...values.exceptions, ...found.exceptions].toSorted((a, b) => (a.date < b.date ? -1 : 1)),
                  })
                }
              />
            </div>
          )}
        </Row>
        <Row group label={t(($) => $.manage.timeGroup.preview)}>
          {() => <YearPreview group={values} />}
        </Row>
      </Section>
    </>
  )
}

export const TimeGroupList = () => <ThingList kind={kind} />
export const TimeGroupEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
