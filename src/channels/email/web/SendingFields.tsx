/** How mail of a queue leaves: under whose name, where answers go, how fast, and signed by which key. */
import { Checkbox, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Queue } from '#channels/email/queue.ts'
import { rateMinutes, senderNames } from '#channels/email/sending.ts'
import { Field } from './Field.tsx'
import css from './manage.module.css'
import type { QueueDraft } from './queueDraft.ts'

type Sending = QueueDraft['sending']

interface Props {
  value: Sending
  stored: Queue['sending'] | undefined
  onChange: (change: Partial<Sending>) => void
  problem: (field: string) => string | undefined
}

export function SendingFields({ value, stored, onChange, problem }: Props) {
  const { t } = useTranslation()
  const keyProblem = problem('sending.dkim.privateKey') !== undefined
  return (
    <>
      <div className={css.field}>
        <span className={css.label}>{t(($) => $.email.sending.name)}</span>
        <div>
          <SegmentedControl
            aria-label={t(($) => $.email.sending.name)}
            value={value.senderName}
            onChange={(picked) => onChange({ senderName: senderNames.find((one) => one === picked) ?? 'queue' })}
            data={senderNames.map((one) => ({ value: one, label: t(($) => $.email.sending.nameOf[one]) }))}
          />
        </div>
      </div>
      <Field label={t(($) => $.email.sending.replyToken)} about={t(($) => $.email.sending.replyTokenHint)}>
        {(id) => <Checkbox id={id} pt={6} checked={value.replyToken} onChange={(e) => onChange({ replyToken: e.currentTarget.checked })} />}
      </Field>
      <Field label={t(($) => $.email.sending.rate)} about={t(($) => $.email.sending.rateHint)} error={problem('sending.rate.messages')}>
        {(id) => (
          <div className={css.rate}>
            <NumberInput
              id={id}
              min={1}
              max={1_000_000}
              allowDecimal={false}
              value={value.messages}
              onChange={(messages) => onChange({ messages: typeof messages === 'number' ? messages : '' })}
            />
            <Select
              aria-label={t(($) => $.email.sending.per)}
              allowDeselect={false}
              value={String(value.minutes)}
              data={rateMinutes.map((one) => ({ value: String(one), label: t(($) => $.email.sending.perOf[one]) }))}
              onChange={(picked) => onChange({ minutes: rateMinutes.find((one) => String(one) === picked) ?? 60 })}
            />
          </div>
        )}
      </Field>
      <Field
        label={t(($) => $.email.sending.dkim)}
        about={t(($) => $.email.sending.dkimHint)}
        error={problem('sending.dkim.domain') ?? problem('sending.dkim.selector')}
      >
        {(id) => (
          <div className={css.dkim}>
            <TextInput
              id={id}
              aria-label={`DKIM, ${t(($) => $.email.sending.domain)}`}
              placeholder={t(($) => $.email.sending.domain)}
              value={value.domain}
              onChange={(e) => onChange({ domain: e.currentTarget.value })}
            />
            <TextInput
              aria-label={`DKIM, ${t(($) => $.email.sending.selector)}`}
              placeholder={t(($) => $.email.sending.selector)}
              value={value.selector}
              onChange={(e) => onChange({ selector: e.currentTarget.value })}
            />
          </div>
        )}
      </Field>
      {value.domain.trim() !== '' && (
        <Field
          label={t(($) => $.email.sending.key)}
          about={stored?.dkim ? t(($) => $.email.sending.keyStored) : t(($) => $.email.sending.keyHint)}
          error={keyProblem ? t(($) => $.email.sending.badKey) : undefined}
        >
          {(id) => (
            <Textarea
              id={id}
              autosize
              minRows={2}
              maxRows={6}
              autoComplete="off"
              spellCheck={false}
              value={value.privateKey}
              onChange={(e) => onChange({ privateKey: e.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {stored?.dkim && stored.dkim.record !== '' && (
        <div className={css.field}>
          <span className={css.label} />
          <div className={css.told}>
            <p>{t(($) => $.email.sending.record, { name: `${stored.dkim.selector}._domainkey.${stored.dkim.domain}` })}</p>
            <pre className={css.source}>{stored.dkim.record}</pre>
          </div>
        </div>
      )}
    </>
  )
}
