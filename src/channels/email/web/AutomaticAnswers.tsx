/** With what an Email queue answers new tickets by itself, and what became of that lately. */
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { timeGroups } from '#categories/timeGroups.ts'
import { limits, type AutomaticCounts } from '#channels/email/automatic.ts'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { automaticWords } from '#channels/email/automaticWords.ts'
import { Field } from './Field.tsx'
import css from './manage.module.css'
import type { QueueDraft } from './queueDraft.ts'
import { TemplateField } from './TemplateField.tsx'

type Automatic = QueueDraft['automatic']

interface Props {
  value: Automatic
  /** None: a new queue. */
  counts: AutomaticCounts | undefined
  onChange: (change: Partial<Automatic>) => void
  problem: (field: string) => string | undefined
}

export function AutomaticAnswers({ value, counts, onChange, problem }: Props) {
  const { t } = useTranslation()
  const { data } = useEndpoint(timeGroups.doors.list, {}, { enabled: useMay('categories.read') })
  const groups = (data?.items ?? []).map((given) => {
    const { id, title } = timeGroups.shown.parse(given)
    return { value: String(id), label: title }
  })
  const chosen = value.timeGroupId === null ? null : String(value.timeGroupId)
  const known = chosen === null || groups.some((one) => one.value === chosen)
  return (
    <fieldset className={css.section}>
      <legend>{t(($) => $.email.automatic.section)}</legend>
      <Field
        label={t(($) => $.email.automatic.hours)}
        about={t(($) => $.email.automatic.hoursHint)}
        error={problem('automatic.timeGroupId')}
      >
        {(id) => (
          <Select
            id={id}
            clearable
            clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
            placeholder={t(($) => $.email.automatic.ofCategory)}
            value={chosen}
            data={known ? groups : [...groups, { value: chosen, label: `#${chosen}` }]}
            onChange={(picked) => onChange({ timeGroupId: picked === null ? null : Number(picked) })}
          />
        )}
      </Field>
      <TemplateField
        kind="email"
        label={t(($) => $.email.automatic.inside)}
        none={t(($) => $.email.automatic.silent)}
        value={value.insideTemplateId}
        error={problem('automatic.insideTemplateId')}
        onChange={(insideTemplateId) => onChange({ insideTemplateId })}
      />
      <TemplateField
        kind="email"
        label={t(($) => $.email.automatic.outside)}
        about={t(($) => $.email.automatic.hint)}
        none={t(($) => $.email.automatic.silent)}
        value={value.outsideTemplateId}
        error={problem('automatic.outsideTemplateId')}
        onChange={(outsideTemplateId) => onChange({ outsideTemplateId })}
      />
      {counts && (counts.day > 0 || counts.keptBack.length > 0) && (
        <div className={css.field}>
          <span className={css.label}>{t(($) => $.email.automatic.counts)}</span>
          <div className={css.told}>
            {counts.open && <p className={css.error}>{t(($) => $.email.automatic.open, { most: limits.queuePerHour })}</p>}
            <p>{t(($) => $.email.automatic.sent, { hour: counts.hour, day: counts.day })}</p>
            {counts.keptBack.map(({ reason, day }) => (
              <p key={reason}>
                {t(($) => $.email.automatic.keptBack, {
                  day,
                  reason: isReason(reason) ? t(($) => $.email.automatic.because[reason]) : reason,
                })}
              </p>
            ))}
          </div>
        </div>
      )}
    </fieldset>
  )
}

const isReason = (reason: string): reason is keyof typeof automaticWords.automatic.because => reason in automaticWords.automatic.because
