/** The holidays of a Time group that return every year: on a date, so many days from Easter, on the n-th weekday of a month. */
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { weekdays } from '#categories/dates.ts'
import type { YearlyRule } from '#categories/timeGroup.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './clock.module.css'
import { IntervalInput } from './IntervalInput.tsx'

const kinds = ['date', 'easter', 'weekday'] as const
const nths = [1, 2, 3, 4, 5, -1] as const

/** A rule of another kind with the same title and hours. */
function ofKind(kind: YearlyRule['kind'], { title, intervals, firstYear, lastYear, exceptYears }: YearlyRule): YearlyRule {
  const years = { ...(firstYear ? { firstYear } : {}), ...(lastYear ? { lastYear } : {}), ...(exceptYears ? { exceptYears } : {}) }
  if (kind === 'date') return { kind, title, intervals, month: 1, date: 1, ...years }
  if (kind === 'easter') return { kind, title, intervals, offset: 1, calendar: 'western', ...years }
  return { kind, title, intervals, month: 1, weekday: 'monday', nth: 1, ...years }
}

interface YearlyRulesProps {
  rules: readonly YearlyRule[]
  problem: (field: string) => string | undefined
  onChange: (rules: YearlyRule[]) => void
}

export function YearlyRules({ rules, problem, onChange }: YearlyRulesProps) {
  const { t } = useTranslation()
  return (
    <>
      <ul className={css.rules}>
        {rules.map((rule, n) => (
          // oxlint-disable-next-line react/no-array-index-key -- a rule has no name of its own while it is typed
          <li key={n} className={css.rule}>
            <OneRule
              rule={rule}
              number={n + 1}
              problem={(name) => problem(`yearly.${n}.${name}`)}
              onChange={(next) => onChange(rules.with(n, next))}
            />
            <IconButton
              label={t(($) => $.common.remove, { what: rule.title || t(($) => $.manage.timeGroup.ruleNumber, { n: n + 1 }) })}
              icon={<IconTrash size={16} stroke={1.75} />}
              onClick={() => onChange(rules.toSpliced(n, 1))}
            />
            {problem(`yearly.${n}`) && <p className={css.wrongRule}>{problem(`yearly.${n}`)}</p>}
          </li>
        ))}
      </ul>
      <div className={css.buttons}>
        <Button
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() => onChange([...rules, { kind: 'date', month: 1, date: 1, title: '', intervals: [] }])}
        >
          {t(($) => $.manage.timeGroup.addRule)}
        </Button>
      </div>
    </>
  )
}

interface OneRuleProps {
  rule: YearlyRule
  number: number
  problem: (name: string) => string | undefined
  onChange: (rule: YearlyRule) => void
}

function OneRule({ rule, number, problem, onChange }: OneRuleProps) {
  const { t } = useTranslation()
  const named = (what: string) => `${t(($) => $.manage.timeGroup.ruleNumber, { n: number })}: ${what}`
  const months = Array.from({ length: 12 }, (_, n) => ({
    value: String(n + 1),
    label: new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, n, 1)),
  }))
  const month = (value: number, put: (month: number) => void) => (
    <NativeSelect
      aria-label={named(t(($) => $.manage.timeGroup.month))}
      data={months}
      value={String(value)}
      onChange={(e) => put(Number(e.currentTarget.value))}
    />
  )
  return (
    <>
      <TextInput
        className={css.whole ?? ''}
        aria-label={named(t(($) => $.manage.field.title))}
        placeholder={t(($) => $.manage.timeGroup.holiday)}
        value={rule.title}
        error={problem('title')}
        onChange={(e) => onChange({ ...rule, title: e.currentTarget.value })}
      />
      <NativeSelect
        aria-label={named(t(($) => $.manage.timeGroup.kind))}
        data={kinds.map((kind) => ({ value: kind, label: t(($) => $.manage.timeGroup.kindOf[kind]) }))}
        value={rule.kind}
        onChange={(e) => {
          const kind = kinds.find((one) => one === e.currentTarget.value)
          if (kind) onChange(ofKind(kind, rule))
        }}
      />
      {rule.kind === 'date' && (
        <>
          <NumberInput
            w={56}
            aria-label={named(t(($) => $.manage.timeGroup.dayOfMonth))}
            min={1}
            max={31}
            value={rule.date}
            onChange={(date) => onChange({ ...rule, date: typeof date === 'number' ? date : 0 })}
          />
          {month(rule.month, (next) => onChange({ ...rule, month: next }))}
        </>
      )}
      {rule.kind === 'easter' && (
        <>
          <NumberInput
            w={64}
            aria-label={named(t(($) => $.manage.timeGroup.offset))}
            title={t(($) => $.manage.timeGroup.offset)}
            min={-80}
            max={200}
            value={rule.offset}
            onChange={(offset) => onChange({ ...rule, offset: typeof offset === 'number' ? offset : 0 })}
          />
          <NativeSelect
            aria-label={named(t(($) => $.manage.timeGroup.calendar))}
            data={[
              { value: 'western', label: t(($) => $.manage.timeGroup.western) },
              { value: 'orthodox', label: t(($) => $.manage.timeGroup.orthodox) },
            ]}
            value={rule.calendar}
            onChange={(e) => onChange({ ...rule, calendar: e.currentTarget.value === 'orthodox' ? 'orthodox' : 'western' })}
          />
        </>
      )}
      {rule.kind === 'weekday' && (
        <>
          <NativeSelect
            aria-label={named(t(($) => $.manage.timeGroup.nth))}
            data={nths.map((nth) => ({ value: String(nth), label: nth === -1 ? t(($) => $.manage.timeGroup.last) : `${nth}.` }))}
            value={String(rule.nth)}
            onChange={(e) => onChange({ ...rule, nth: nths.find((nth) => String(nth) === e.currentTarget.value) ?? 1 })}
          />
          <NativeSelect
            aria-label={named(t(($) => $.manage.timeGroup.weekday))}
            data={weekdays.map((day) => ({ value: day, label: t(($) => $.manage.timeGroup.day[day]) }))}
            value={rule.weekday}
            onChange={(e) => onChange({ ...rule, weekday: weekdays.find((day) => day === e.currentTarget.value) ?? 'monday' })}
          />
          {month(rule.month, (next) => onChange({ ...rule, month: next }))}
        </>
      )}
      <IntervalInput
        label={named(t(($) => $.manage.timeGroup.hours))}
        value={rule.intervals}
        error={problem('intervals')}
        onChange={(intervals) => onChange({ ...rule, intervals })}
      />
    </>
  )
}
