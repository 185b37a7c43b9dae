/** Sign in with e-mail and password. */
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { Mark } from '#platform/web/ui/Mark.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { signIn } from '#people/api.ts'
import { rememberMe } from '#people/web/session.ts'
import { Door } from './Door.tsx'
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
  const enter = useCommand(signIn, {
    onSuccess: (me) => {
      queries.clear()
      rememberMe(queries, me)
      router.history.push(next ?? '/')
    },
  })
  const why = useWhyNot(enter.error)
  useTitle(t(($) => $.people.signIn.title))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate({ email, password })
  }
  return (
    <Door
      aside={
        <div className={css.motto}>
          <Mark size={188} decorative />
          <h2>{t(($) => $.common.product)}</h2>
          <p>{t(($) => $.people.signIn.motto)}</p>
        </div>
      }
    >
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
      <p className={css.hint}>{t(($) => $.people.signIn.kept)}</p>
    </Door>
  )
}

function useWhyNot(error: Error | null): string | undefined {
  const { t } = useTranslation()
  if (!error) return undefined
  if (!(error instanceof CallProblem)) return error.message
  if (error.kind === 'offline') return t(($) => $.desk.offline)
  if (error.status === 429) {
    const seconds = error.problems.map((problem) => problem.details?.['seconds']).find((n) => typeof n === 'number')
    return seconds === undefined
      ? t(($) => $.people.signIn.tooManySomeTime)
      : t(($) => $.people.signIn.tooMany, { seconds: Math.ceil(seconds) })
  }
  return error.status === 401 || error.status === 400 ? t(($) => $.people.signIn.wrong) : error.message
}
