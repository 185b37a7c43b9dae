/** Manage, SLAs: how soon a ticket of each priority is to be answered and solved, in counted time. */
import { NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Sla, slas } from '#categories/sla.ts'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import type { FieldsProps, Kind } from '#admin/web/frame/kind.ts'
import { Row, Section } from '#admin/web/frame/Row.tsx'
import { ThingEditor } from '#admin/web/frame/ThingEditor.tsx'
import { ThingList } from '#admin/web/frame/ThingList.tsx'
import type { EditorProps } from '#admin/web/pages.ts'
import css from './clock.module.css'
import { SlaPreview } from './DeadlinePreview.tsx'

const priorities = ['high', 'medium', 'low'] as const
const times = { response: null, solution: 0 }

const kind: Kind<Sla> = {
  thing: slas,
  path: 'slas',
  title: 'title',
  columns: (t) =>
    priorities.map((priority) => ({
      key: priority,
      head: t(($) => $.ticket.priority[priority]),
      cell: (sla) => (
        <span className="n">
          {sla[priority].response === null ? '' : `${sla[priority].response} + `}
          {sla[priority].solution} {t(($) => $.manage.sla.short[sla.unit])}
        </span>
      ),
    })),
  blank: () => ({ title: '', unit: 'hours', high: times, medium: times, low: times }),
  Fields: SlaFields,
  Preview: SlaPreview,
}

function SlaFields({ values, set, problem }: FieldsProps<Sla>) {
  const { t } = useTranslation()
  return (
    <Section title={t(($) => $.manage.one.slas)}>
      <Row label={t(($) => $.manage.field.title)} error={problem('title')}>
        {({ id }) => <TextInput id={id} maw={360} value={values.title} onChange={(e) => set({ title: e.currentTarget.value })} />}
      </Row>
      <Row group label={t(($) => $.manage.sla.unit)} error={problem('unit')}>
        {({ labelId }) => (
          <SegmentedControl
            aria-labelledby={labelId}
            value={values.unit}
            onChange={(unit) => set({ unit })}
            data={[
              { value: 'minutes', label: t(($) => $.manage.sla.minutes) },
              { value: 'hours', label: t(($) => $.manage.sla.hours) },
            ]}
          />
        )}
      </Row>
      <Row group label={t(($) => $.manage.sla.times)} about={t(($) => $.manage.sla.timesAbout)}>
        {() => (
          <table className={css.sla}>
            <thead>
              <tr>
                <th scope="col">
                  <span className="sr">{t(($) => $.ticket.field.priority)}</span>
                </th>
                <th scope="col">{t(($) => $.manage.sla.response)}</th>
                <th scope="col">{t(($) => $.manage.sla.solution)}</th>
              </tr>
            </thead>
            <tbody>
              {priorities.map((priority) => {
                const name = t(($) => $.ticket.priority[priority])
                const given = values[priority]
                return (
                  <tr key={priority}>
                    <th scope="row">
                      <PriorityTiles priority={priority} /> {name}
                    </th>
                    <td>
                      <NumberInput
                        aria-label={`${name}: ${t(($) => $.manage.sla.response)}`}
                        w={90}
                        min={0}
                        allowDecimal={false}
                        placeholder={t(($) => $.manage.sla.none)}
                        value={given.response ?? ''}
                        error={problem(`${priority}.response`)}
                        onChange={(n) => set({ [priority]: { ...given, response: typeof n === 'number' ? n || null : null } })}
                      />
                    </td>
                    <td>
                      <NumberInput
                        aria-label={`${name}: ${t(($) => $.manage.sla.solution)}`}
                        w={90}
                        min={0}
                        allowDecimal={false}
                        value={given.solution || ''}
                        error={problem(`${priority}.solution`)}
                        onChange={(n) => set({ [priority]: { ...given, solution: typeof n === 'number' ? n : 0 } })}
                      />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
      </Row>
    </Section>
  )
}

export const SlaList = () => <ThingList kind={kind} />
export const SlaEditor = (props: EditorProps) => <ThingEditor kind={kind} {...props} />
