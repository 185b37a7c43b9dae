/** One’s own password; changing it ends all other sessions. */
import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#platform/web/call.ts'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { changePassword, listSessions } from '#people/api.ts'
import { getSignInOptions } from '#people/signIn/api.ts'
import { usePasswordProblem } from '#people/signIn/web/usePasswordProblem.ts'
import css from './account.module.css'
import { Section } from './Section.tsx'
import { useMe } from './session.ts'

export function ChangePassword() {
  const { t } = useTranslation()
  const me = useMe()
  const queries = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useCommand(changePassword, {
    onSuccess: () => {
      setCurrent('')
      setNext('')
      void queries.invalidateQueries({ queryKey: keyOf(listSessions) })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ current, next })
  }
  const wrong = problemOf(change.error, 'current')
  const refused = usePasswordProblem(problemOf(change.error, 'next'))
  const { data: options } = useEndpoint(getSignInOptions, {}, { staleTime: 0 })
  const minimum = options?.minimumPassword ?? 10
  const eye = { 'aria-label': t(($) => $.people.showPassword) }
  return (
    <Section name={t(($) => $.people.account.passwordTitle)} hint={t(($) => $.people.account.changeHint)}>
      <form onSubmit={submit} className={css.form}>
        <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
        <PasswordInput
          className={css.field ?? ''}
          label={t(($) => $.people.account.current)}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          error={wrong && t(($) => $.people.account.wrongCurrent)}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={eye}
        />
        <PasswordInput
          className={css.field ?? ''}
          label={t(($) => $.people.account.next)}
          description={t(($) => $.signIn.reset.minimum, { minimum })}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
          error={refused}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={eye}
        />
        {change.error && !wrong && !refused && (
          <Notice kind="error" shape="box">
            {change.error.message}
          </Notice>
        )}
        <div className={css.line}>
          <Button type="submit" disabled={current === '' || next.length < minimum} loading={change.isPending}>
            {t(($) => $.people.account.change)}
          </Button>
          <span role="status" className={css.done}>
            {change.isSuccess && t(($) => $.people.account.changed)}
          </span>
        </div>
      </form>
    </Section>
  )
}
