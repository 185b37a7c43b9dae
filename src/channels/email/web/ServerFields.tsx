/** Host, port, security and sign-in of a mail server. */
import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { securities } from '#channels/email/queue.ts'
import css from './manage.module.css'
import { Field } from './Field.tsx'
import type { ServerDraft } from './queueDraft.ts'

interface Props {
  name: 'imap' | 'smtp'
  server: ServerDraft
  hasPassword: boolean
  onChange: (change: Partial<ServerDraft>) => void
  problem: (field: string) => string | undefined
}

export function ServerFields({ name, server, hasPassword, onChange, problem }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <Field label={t(($) => $.email.host)} error={problem(`${name}.host`) ?? problem(`${name}.port`)}>
        {(id) => (
          <div className={css.pair}>
            <TextInput id={id} value={server.host} onChange={(e) => onChange({ host: e.currentTarget.value })} />
            <NumberInput
              aria-label={t(($) => $.email.port)}
              min={1}
              max={65_535}
              value={server.port}
              onChange={(value) => onChange({ port: typeof value === 'number' ? value : '' })}
            />
            <Select
              aria-label={t(($) => $.email.security)}
              allowDeselect={false}
              value={server.security}
              data={securities.map((value) => ({ value, label: t(($) => $.email.securityOf[value]) }))}
              onChange={(value) => onChange({ security: securities.find((s) => s === value) ?? 'tls' })}
            />
          </div>
        )}
      </Field>
      <Field label={t(($) => $.email.user)} error={problem(`${name}.user`)}>
        {(id) => <TextInput id={id} autoComplete="off" value={server.user} onChange={(e) => onChange({ user: e.currentTarget.value })} />}
      </Field>
      <Field
        label={t(($) => $.email.password)}
        {...(hasPassword ? { about: t(($) => $.email.passwordStored) } : {})}
        error={problem(`${name}.password`)}
      >
        {(id) => (
          <PasswordInput
            id={id}
            autoComplete="new-password"
            value={server.password}
            onChange={(e) => onChange({ password: e.currentTarget.value })}
          />
        )}
      </Field>
    </>
  )
}
