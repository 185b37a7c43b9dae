/** What saving would do to the deadlines of open tickets, before it is done; and how far the last such change has come. */
import { useDebouncedValue } from '@mantine/hooks'
import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { CategorySettings } from '#categories/categorySettings.ts'
import type { Sla } from '#categories/sla.ts'
import type { TitledTimeGroup } from '#categories/timeGroups.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { listDeadlineRuns, previewDeadlines } from '#tickets/api.ts'
import type { SideProps } from '#admin/web/frame/kind.ts'
import css from './clock.module.css'

type Question = z.input<(typeof previewDeadlines)['input']>

export const SlaPreview = ({ id, values, stored }: SideProps<Sla>) => (
  <DeadlinePreview what="sla" id={id} sla={values} changed={differs(values, stored, ['unit', 'low', 'medium', 'high'])} />
)
export const TimeGroupPreview = ({ id, values, stored }: SideProps<TitledTimeGroup>) => (
  <DeadlinePreview
    what="time_group"
    id={id}
    timeGroup={values}
    changed={differs(values, stored, ['zone', 'week', 'includes', 'yearly', 'exceptions'])}
  />
)
export function CategoryPreview({ id, values, stored }: SideProps<CategorySettings>) {
  const { slaId, timeGroupId, dueSoonMinutes, grantMinutes } = values
  const changed = differs(values, stored, ['slaId', 'timeGroupId', 'dueSoonMinutes', 'grantMinutes'])
  return <DeadlinePreview what="category" id={id} category={{ slaId, timeGroupId, dueSoonMinutes, grantMinutes }} changed={changed} />
}

function differs<V extends object>(values: V, stored: V | null, names: readonly (keyof V)[]) {
  return stored !== null && names.some((name) => JSON.stringify(values[name]) !== JSON.stringify(stored[name]))
}

type Props = Omit<Question, 'id'> & { id: number | null; changed: boolean }

function DeadlinePreview({ id, changed, ...given }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const [asked] = useDebouncedValue(given, 400)
  const preview = useEndpoint(
    previewDeadlines,
    { ...asked, id: id ?? 0 },
    { enabled: id !== null && changed, gcTime: 0, keepPrevious: true },
  )
  const { data } = preview
  const run = useEndpoint(
    listDeadlineRuns,
    {},
    { refetchInterval: ({ state }) => (state.data?.runs.some((one) => !one.finishedAt) ? 1000 : 15_000) },
  ).data?.runs.find((one) => one.what === given.what && one.subjectId === id)
  if (id === null) return null
  return (
    <section aria-label={t(($) => $.manage.deadlines.title)} aria-live="polite">
      {changed && data && (
        <Notice shape="box">
          {data.moved === 0
            ? t(($) => $.manage.deadlines.none, { tickets: when.count(data.tickets) })
            : t(($) => $.manage.deadlines.moves, {
                moved: when.count(data.moved),
                tickets: when.count(data.tickets),
                breached: when.count(data.breached),
              })}
        </Notice>
      )}
      {run && !run.finishedAt && (
        <div className={css.run}>
          <p className="meta ink2">{t(($) => $.manage.deadlines.running, { done: when.count(run.done), total: when.count(run.total) })}</p>
          <Progress value={run.total === 0 ? 100 : (100 * run.done) / run.total} aria-label={t(($) => $.manage.deadlines.title)} />
        </div>
      )}
      {run?.finishedAt && (
        <p className="meta ink2">
          {t(($) => $.manage.deadlines.finished, {
            when: when.full(run.finishedAt),
            moved: when.count(run.moved),
            breached: when.count(run.breached),
          })}
        </p>
      )}
    </section>
  )
}
