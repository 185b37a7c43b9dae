/** The first visit: who holds the code from the console becomes the first administrator. */
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem, problemOf } from '#platform/web/call.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { getSetUp, setUp } from '#people/api.ts'
import { newPassword } from '#people/user.ts'
import { rememberMe } from '#people/web/session.ts'
import { Door } from './Door.tsx'
import css from './SetUpPage.module.css'

const route = getRouteApi('/set-up')

export function SetUpPage() {
  const { t } = useTranslation()
  useTitle(t(($) => $.people.setUp.title))
  const { data } = useEndpoint(getSetUp, {}, { staleTime: 0 })
  return (
    <Door aside={<Steps />}>
      {data?.needed === false ? (
        <Notice
          shape="box"
          action={
            <Go href="/" className="link">
              {t(($) => $.people.signIn.title)}
            </Go>
          }
        >
          {t(($) => $.people.setUp.already)}
        </Notice>
      ) : (
        <Form />
      )}
    </Door>
  )
}

function Steps() {
  const { t } = useTranslation()
  const steps = [
    { key: '1', name: t(($) => $.people.setUp.first), hint: t(($) => $.people.setUp.firstHint) },
    { key: '2', name: t(($) => $.people.setUp.mailbox), hint: t(($) => $.people.setUp.mailboxHint) },
    { key: '3', name: t(($) => $.people.setUp.answer), hint: t(($) => $.people.setUp.answerHint) },
  ]
  return (
    <div className={css.steps}>
      <h2>{t(($) => $.people.setUp.title)}</h2>
      <p>{t(($) => $.people.setUp.lead)}</p>
      <ol>
        {steps.map((step, n) => (
          <li key={step.key} aria-current={n === 0 ? 'step' : undefined}>
            <span className={css.tile} aria-hidden>
              {step.key}
            </span>
            <span>
              <b>{step.name}</b>
              <span>{step.hint}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

function Form() {
  const { t } = useTranslation()
  const { code: given = '' } = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  const first = useFocusFirst<HTMLInputElement>()
  const [values, setValues] = useState({ code: given, name: '', email: '', password: '' })
  const create = useCommand(setUp, {
    onSuccess: (me) => {
      queries.clear()
      rememberMe(queries, me)
      router.history.push('/')
    },
  })
  const set = (name: keyof typeof values) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setValues((now) => ({ ...now, [name]: value }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(values)
  }
  const tooShort = values.password !== '' && !newPassword.safeParse(values.password).success
  const { error } = create
  const wrongCode = problemOf(error, 'code') ?? (error instanceof CallProblem && error.status === 403 ? error : undefined)
  const named = (['name', 'email', 'password', 'code'] as const).some((field) => problemOf(error, field))
  const because = (field: string) => (problemOf(error, field) ? t(($) => $.people.wrongValue) : undefined)
  return (
    <>
      <h1>{t(($) => $.people.setUp.first)}</h1>
      <form onSubmit={submit} className={css.form}>
        <TextInput
          size="lg"
          label={t(($) => $.people.setUp.code)}
          description={t(($) => $.people.setUp.codeHint)}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          classNames={{ input: css.code ?? '' }}
          autoComplete="one-time-code"
          spellCheck={false}
          value={values.code}
          onChange={set('code')}
          error={wrongCode ? t(($) => $.people.setUp.wrongCode) : undefined}
          required
          withAsterisk={false}
          ref={first}
        />
        <TextInput
          size="lg"
          label={t(($) => $.people.name)}
          autoComplete="name"
          value={values.name}
          onChange={set('name')}
          error={because('name')}
          required
          withAsterisk={false}
        />
        <TextInput
          size="lg"
          type="email"
          label={t(($) => $.people.email)}
          autoComplete="username"
          value={values.email}
          onChange={set('email')}
          error={because('email')}
          required
          withAsterisk={false}
        />
        <PasswordInput
          size="lg"
          label={t(($) => $.people.password)}
          description={t(($) => $.people.setUp.passwordHint)}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          autoComplete="new-password"
          minLength={10}
          value={values.password}
          onChange={set('password')}
          error={because('password')}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t(($) => $.people.showPassword) }}
        />
        {error && !wrongCode && !named && (
          <Notice kind="error" shape="box">
            {error.message}
          </Notice>
        )}
        <Button type="submit" size="lg" variant="filled" fullWidth loading={create.isPending} disabled={tooShort}>
          {t(($) => $.people.setUp.button)}
        </Button>
      </form>
    </>
  )
}
