/** What an Email queue holds back as spam. */
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BlockedSenders } from './BlockedSenders.tsx'
import { Field } from './Field.tsx'
import css from './manage.module.css'
import type { QueueDraft } from './queueDraft.ts'

type Automatic = QueueDraft['automatic']

interface Props {
  /** None: a new one, that nobody is blocked for yet. */
  queueId: number | undefined
  value: Automatic
  onChange: (change: Partial<Automatic>) => void
}

export function SpamFields({ queueId, value, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <fieldset className={css.section}>
      <legend>{t(($) => $.email.spam.section)}</legend>
      <Field label={t(($) => $.email.spam.flag)} about={t(($) => $.email.spam.flagHint)}>
        {(id) => (
          <Checkbox
            id={id}
            pt={6}
            checked={value.quarantineSpamFlag}
            onChange={(e) => onChange({ quarantineSpamFlag: e.currentTarget.checked })}
          />
        )}
      </Field>
      <Field label={t(($) => $.email.spam.dmarc)} about={t(($) => $.email.spam.dmarcHint)}>
        {(id) => (
          <Checkbox
            id={id}
            pt={6}
            checked={value.quarantineDmarc}
            onChange={(e) => onChange({ quarantineDmarc: e.currentTarget.checked })}
          />
        )}
      </Field>
      {queueId !== undefined && <BlockedSenders queueId={queueId} />}
    </fieldset>
  )
}
