/** One's own two-step sign-in: set up, its recovery codes, switched off. Each asks for the password first. */
import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { beginSecondStep, confirmSecondStep, endSecondStep, getSecondStep, renewRecoveryCodes } from '#people/signIn/api.ts'
import { Section } from '#people/web/Section.tsx'
import { Enrolment } from './Enrolment.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import css from './signIn.module.css'
import { useWaiting } from './useWaiting.ts'

type Doing = 'setUp' | 'newCodes' | 'turnOff'

export function TwoStep() {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const { data, error, refetch } = useEndpoint(getSecondStep, {}, { refetchOnMount: 'always' })
  const [doing, setDoing] = useState<Doing>()
  const [codes, setCodes] = useState<readonly string[]>()
  const [said, setSaid] = useState('')
  const again = () => queries.invalidateQueries({ queryKey: keyOf(getSecondStep) })
  const shown = ({ recoveryCodes }: { recoveryCodes: string[] }) => {
    setCodes(recoveryCodes)
    setDoing(undefined)
    void again()
  }
  const begin = useCommand(beginSecondStep)
  const confirm = useCommand(confirmSecondStep, { onSuccess: shown })
  const renew = useCommand(renewRecoveryCodes, { onSuccess: shown })
  const end = useCommand(endSecondStep, {
    onSuccess: () => {
      setDoing(undefined)
      setSaid(t(($) => $.signIn.twoStep.nowOff))
      void again()
    },
  })
  const waiting = useWaiting(confirm.error)
  const start = (what: Doing) => {
    for (const command of [begin, confirm, renew, end]) command.reset()
    setSaid('')
    setDoing(what)
  }
  const cancel = <Button onClick={() => setDoing(undefined)}>{t(($) => $.common.cancel)}</Button>
  const asked = doing === 'setUp' ? begin : doing === 'newCodes' ? renew : end
  return (
    <Section name={t(($) => $.signIn.twoStep.title)} hint={t(($) => $.signIn.twoStep.hint)}>
      {error && (
        <Notice kind="error" shape="box" action={<Button onClick={() => void refetch()}>{t(($) => $.common.retry)}</Button>}>
          {error.message}
        </Notice>
      )}
      {!data && !error && <SkeletonLines lines={2} />}
      {codes && <RecoveryCodes codes={codes} done={t(($) => $.signIn.enrol.kept)} onDone={() => setCodes(undefined)} />}
      {data && !codes && !doing && (
        <>
          <p>
            {data.since !== null
              ? `${t(($) => $.signIn.twoStep.on, { when: when.full(data.since) })} ${t(($) => $.signIn.twoStep.left, { count: data.recoveryCodesLeft })}`
              : data.hasPassword
                ? t(($) => $.signIn.twoStep.off)
                : t(($) => $.signIn.twoStep.noPassword)}
            {data.required && data.hasPassword && ` ${t(($) => $.signIn.twoStep.required)}`}
          </p>
          <span className={css.line}>
            {data.since === null && data.hasPassword && <Button onClick={() => start('setUp')}>{t(($) => $.signIn.twoStep.setUp)}</Button>}
            {data.since !== null && <Button onClick={() => start('newCodes')}>{t(($) => $.signIn.twoStep.newCodes)}</Button>}
            {data.since !== null && !data.required && (
              <Button variant="danger" onClick={() => start('turnOff')}>
                {t(($) => $.signIn.twoStep.turnOff)}
              </Button>
            )}
            <span role="status" className={css.hint}>
              {said}
            </span>
          </span>
        </>
      )}
      {doing === 'setUp' && begin.data ? (
        <Enrolment
          {...begin.data}
          error={waiting ?? (confirm.error ? t(($) => $.signIn.twoStep.wrongCode) : undefined)}
          busy={confirm.isPending}
          onCode={(code) => confirm.mutate({ code })}
        >
          {cancel}
        </Enrolment>
      ) : (
        doing && (
          <AskPassword
            button={doing === 'setUp' ? t(($) => $.signIn.twoStep.goOn) : t(($) => $.signIn.twoStep[doing])}
            danger={doing === 'turnOff'}
            error={asked.error}
            busy={asked.isPending}
            onPassword={(password) => asked.mutate({ password })}
          >
            {cancel}
          </AskPassword>
        )
      )}
    </Section>
  )
}

interface AskPasswordProps {
  button: string
  danger: boolean
  error: Error | null
  busy: boolean
  onPassword: (password: string) => void
  children: ReactNode
}

function AskPassword({ button, danger, error, busy, onPassword, children }: AskPasswordProps) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const first = useFocusFirst<HTMLInputElement>()
  const waiting = useWaiting(error)
  const wrong = error instanceof CallProblem && error.code === 'wrong-password'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onPassword(password)
  }
  return (
    <form onSubmit={submit} className={css.enrolment}>
      <PasswordInput
        ref={first}
        className={css.field ?? ''}
        label={t(($) => $.signIn.twoStep.password)}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={error && (waiting ?? (wrong ? t(($) => $.signIn.twoStep.wrongPassword) : error.message))}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': t(($) => $.people.showPassword) }}
      />
      <span className={css.line}>
        <Button type="submit" variant={danger ? 'danger-filled' : 'filled'} loading={busy} disabled={password === ''}>
          {button}
        </Button>
        {children}
      </span>
    </form>
  )
}
