/** Sign in: with e-mail and password and what they ask for besides, with a passkey, or by the company's own sign-in. */
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { signIn } from '#people/api.ts'
import { getSignInOptions } from '#people/signIn/api.ts'
import { CodeStep } from '#people/signIn/web/CodeStep.tsx'
import { EnrolStep } from '#people/signIn/web/EnrolStep.tsx'
import { OtherWays } from '#people/signIn/web/OtherWays.tsx'
import { useWaiting } from '#people/signIn/web/useWaiting.ts'
import type { Me } from '#people/user.ts'
import { rememberMe } from '#people/web/session.ts'
import { Door } from './Door.tsx'
import { Motto } from './Motto.tsx'
import css from './SignInPage.module.css'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { t } = useTranslation()
  const { next, ended } = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  const first = useFocusFirst<HTMLInputElement>()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [step, setStep] = useState<Step | null>(null)
  const { data: options } = useEndpoint(getSignInOptions, {}, { staleTime: 0, retry: false })
  const goIn = (me: Me) => {
    queries.clear()
    rememberMe(queries, me)
    router.history.push(next ?? '/')
  }
  const enter = useCommand(signIn, { onSuccess: goIn, onError: (error) => setStep(stepIn(error)) })
  const backToFirst = () => {
    setStep(null)
    setPassword('')
    enter.reset()
  }
  const why = useWhyNot(enter.error)
  useTitle(t(($) => $.people.signIn.title))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate({ email, password })
  }
  if (step?.code === 'second-step')
    return (
      <Door aside={<Motto />}>
        <CodeStep token={step.token} onIn={goIn} onBack={backToFirst} />
      </Door>
    )
  if (step)
    return (
      <Door aside={<Motto />}>
        <EnrolStep token={step.token} onIn={goIn} onBack={backToFirst} />
      </Door>
    )
  return (
    <Door aside={<Motto />}>
      <h1>{t(($) => $.people.signIn.title)}</h1>
      {ended && !enter.error && (
        <div className={css.notice}>
          <Notice shape="box">{t(($) => $.people.signIn.ended)}</Notice>
        </div>
      )}
      <form onSubmit={submit} className={css.form}>
        <TextInput
          size="lg"
          type="email"
          name="email"
          autoComplete="username"
          label={t(($) => $.people.email)}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
          withAsterisk={false}
          ref={first}
        />
        <PasswordInput
          size="lg"
          name="password"
          autoComplete="current-password"
          label={t(($) => $.people.password)}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t(($) => $.people.showPassword) }}
        />
        {why && (
          <Notice kind="error" shape="box">
            {why}
          </Notice>
        )}
        <Button type="submit" size="lg" variant="filled" fullWidth loading={enter.isPending}>
          {t(($) => $.people.signIn.button)}
        </Button>
      </form>
      {options && <OtherWays options={options} next={next} onIn={goIn} />}
      {options?.passwordReset && (
        <p className={css.hint}>
          <Go href="/reset-password" className="link">
            {t(($) => $.signIn.forgot)}
          </Go>
        </p>
      )}
      <p className={css.hint}>{t(($) => $.people.signIn.kept)}</p>
    </Door>
  )
}

interface Step {
  code: 'second-step' | 'enrolment'
  token: string
}

/** The password was right, and something is still to be done. */
function stepIn(error: Error): Step | null {
  if (!(error instanceof CallProblem) || (error.code !== 'second-step' && error.code !== 'enrolment')) return null
  const token = error.problems[0]?.details?.['token']
  return typeof token === 'string' ? { code: error.code, token } : null
}

function useWhyNot(error: Error | null): string | undefined {
  const { t } = useTranslation()
  const waiting = useWaiting(error)
  if (!error || waiting !== undefined) return waiting
  if (!(error instanceof CallProblem)) return error.message
  if (error.kind === 'offline') return t(($) => $.desk.offline)
  return error.status === 401 || error.status === 400 ? t(($) => $.people.signIn.wrong) : error.message
}
