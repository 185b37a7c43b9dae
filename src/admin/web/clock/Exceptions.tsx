/** One-off exceptions of a Time group: a date with other hours, or none. */
import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Exception } from '#categories/timeGroup.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './clock.module.css'
import { IntervalInput } from './IntervalInput.tsx'

interface ExceptionsProps {
  exceptions: readonly Exception[]
  problem: (field: string) => string | undefined
  onChange: (exceptions: Exception[]) => void
}

export function Exceptions({ exceptions, problem, onChange }: ExceptionsProps) {
  const { t } = useTranslation()
  return (
    <>
      <ul className={css.rules}>
        {exceptions.map((exception, n) => {
          const named = (what: string) => `${t(($) => $.manage.timeGroup.exceptionNumber, { n: n + 1 })}: ${what}`
          const change = (difference: Partial<Exception>) => onChange(exceptions.with(n, { ...exception, ...difference }))
          return (
            // oxlint-disable-next-line react/no-array-index-key -- an exception has no name of its own while it is typed
            <li key={n} className={css.rule}>
              <TextInput
                type="date"
                aria-label={named(t(($) => $.manage.timeGroup.date))}
                value={exception.date}
                error={problem(`exceptions.${n}.date`)}
                onChange={(e) => change({ date: e.currentTarget.value })}
              />
              <TextInput
                className={css.grow ?? ''}
                aria-label={named(t(($) => $.manage.field.title))}
                placeholder={t(($) => $.manage.timeGroup.reason)}
                value={exception.title}
                error={problem(`exceptions.${n}.title`)}
                onChange={(e) => change({ title: e.currentTarget.value })}
              />
              <IntervalInput
                label={named(t(($) => $.manage.timeGroup.hours))}
                value={exception.intervals}
                error={problem(`exceptions.${n}.intervals`)}
                onChange={(intervals) => change({ intervals })}
              />
              <IconButton
                label={t(($) => $.common.remove, { what: exception.title || exception.date })}
                icon={<IconTrash size={16} stroke={1.75} />}
                onClick={() => onChange(exceptions.toSpliced(n, 1))}
              />
            </li>
          )
        })}
      </ul>
      <div className={css.buttons}>
        <Button
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() => onChange([...exceptions, { date: '', title: '', intervals: [] }])}
        >
          {t(($) => $.manage.timeGroup.addException)}
        </Button>
      </div>
    </>
  )
}
