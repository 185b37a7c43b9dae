/** Sets the password by a link from a mail. */
import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { CallProblem, problemOf } from '#platform/web/call.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { getSignInOptions, readPasswordLink, setPasswordByLink } from '#people/signIn/api.ts'
import { usePasswordProblem } from './usePasswordProblem.ts'
import css from './signIn.module.css'

export function SetPassword({ token, onAskAgain }: { token: string; onAskAgain: () => void }) {
  const { t } = useTranslation()
  const { data: options } = useEndpoint(getSignInOptions, {}, { staleTime: 0 })
  const read = useCommand(readPasswordLink)
  const [password, setPassword] = useState('')
  const set = useCommand(setPasswordByLink)
  const refused = usePasswordProblem(problemOf(set.error, 'password'))
  const { mutate } = read
  useEffect(() => mutate({ token }), [mutate, token])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set.mutate({ token, password })
  }
  const invalid = [read.error, set.error].some(
    (error) => error instanceof CallProblem && (error.status === 404 || error.status === 400) && !refused,
  )
  const minimum = options?.minimumPassword ?? 10
  return (
    <>
      <h1>{t(($) => $.signIn.reset.title)}</h1>
      {set.isSuccess ? (
        <Notice
          kind="done"
          shape="box"
          action={
            <Go href="/sign-in" className="link">
              {t(($) => $.people.signIn.title)}
            </Go>
          }
        >
          {t(($) => $.signIn.reset.done)}
        </Notice>
      ) : invalid ? (
        <Notice kind="error" shape="box" action={<Button onClick={onAskAgain}>{t(($) => $.signIn.reset.askAgain)}</Button>}>
          {t(($) => $.signIn.reset.invalid)}
        </Notice>
      ) : read.error ? (
        <Notice kind="error" shape="box" action={<Button onClick={() => mutate({ token })}>{t(($) => $.common.retry)}</Button>}>
          {read.error.message}
        </Notice>
      ) : read.data ? (
        <form onSubmit={submit} className={css.form}>
          <p className={css.lead}>
            {t(($) => $.signIn.reset[read.data.kind === 'invitation' ? 'invitation' : 'forWhom'], {
              name: read.data.name,
              email: read.data.email,
            })}
          </p>
          <input type="hidden" name="username" autoComplete="username" value={read.data.email} readOnly />
          <PasswordInput
            size="lg"
            label={t(($) => $.signIn.reset.next)}
            description={t(($) => $.signIn.reset.minimum, { minimum })}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={refused}
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t(($) => $.people.showPassword) }}
          />
          {set.error && !refused && (
            <Notice kind="error" shape="box">
              {set.error.message}
            </Notice>
          )}
          <Button type="submit" size="lg" variant="filled" fullWidth loading={set.isPending} disabled={password.length < minimum}>
            {t(($) => $.signIn.reset.set)}
          </Button>
        </form>
      ) : (
        <SkeletonLines lines={3} />
      )}
    </>
  )
}
