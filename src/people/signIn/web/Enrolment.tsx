/** Setting up an authenticator app: the QR code to scan, the key to type, and the code that proves that it works. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QrCode } from './QrCode.tsx'
import css from './signIn.module.css'

interface EnrolmentProps {
  uri: string
  secret: string
  /** What is wrong with the code that was sent. */
  error: string | undefined
  busy: boolean
  onCode: (code: string) => void
  /** Beside the button. */
  children?: ReactNode
}

export function Enrolment({ uri, secret, error, busy, onCode, children }: EnrolmentProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onCode(code)
  }
  return (
    <form onSubmit={submit} className={css.enrolment}>
      <p>{t(($) => $.signIn.enrol.scan)}</p>
      <div className={css.qr}>
        <QrCode text={uri} label={t(($) => $.signIn.enrol.qr)} />
      </div>
      <p>
        {t(($) => $.signIn.enrol.type)}
        <br />
        <code className={css.secret}>{secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <TextInput
        className={css.field ?? ''}
        label={t(($) => $.signIn.enrol.thenCode)}
        classNames={{ input: css.code ?? '' }}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={error}
        required
        withAsterisk={false}
      />
      <span className={css.line}>
        <Button type="submit" variant="filled" loading={busy} disabled={code.replaceAll(/\s/g, '').length < 6}>
          {t(($) => $.signIn.enrol.confirm)}
        </Button>
        {children}
      </span>
    </form>
  )
}
