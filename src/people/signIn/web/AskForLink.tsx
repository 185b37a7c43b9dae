/** Who forgot their password asks for a link by mail. The page does not tell whether there is such a User. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { getSignInOptions, requestReset } from '#people/signIn/api.ts'
import css from './signIn.module.css'
import { useWaiting } from './useWaiting.ts'

export function AskForLink() {
  const { t } = useTranslation()
  const { data } = useEndpoint(getSignInOptions, {}, { staleTime: 0 })
  const [email, setEmail] = useState('')
  const first = useFocusFirst<HTMLInputElement>()
  const ask = useCommand(requestReset)
  const waiting = useWaiting(ask.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate({ email })
  }
  const back = (
    <Go href="/sign-in" className="link">
      {t(($) => $.signIn.reset.back)}
    </Go>
  )
  return (
    <>
      <h1>{t(($) => $.signIn.reset.title)}</h1>
      {data?.passwordReset === false ? (
        <Notice shape="box" action={back}>
          {t(($) => $.signIn.reset.notHere)}
        </Notice>
      ) : ask.isSuccess ? (
        <Notice kind="done" shape="box" action={back}>
          {t(($) => $.signIn.reset.sent)}
        </Notice>
      ) : (
        <form onSubmit={submit} className={css.form}>
          <p className={css.lead}>{t(($) => $.signIn.reset.ask)}</p>
          <TextInput
            ref={first}
            size="lg"
            type="email"
            autoComplete="username"
            label={t(($) => $.people.email)}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
          {ask.error && (
            <Notice kind="error" shape="box">
              {waiting ?? ask.error.message}
            </Notice>
          )}
          <Button type="submit" size="lg" variant="filled" fullWidth loading={ask.isPending}>
            {t(($) => $.signIn.reset.send)}
          </Button>
          <p className={css.hint}>{back}</p>
        </form>
      )}
    </>
  )
}
