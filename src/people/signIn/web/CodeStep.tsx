/** The second step of signing in: a code of the app, or a recovery code. */
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { takeSecondStep } from '#people/signIn/api.ts'
import type { Me } from '#people/user.ts'
import css from './signIn.module.css'
import { useWaiting } from './useWaiting.ts'

interface CodeStepProps {
  token: string
  onIn: (me: Me) => void
  onBack: () => void
}

export function CodeStep({ token, onIn, onBack }: CodeStepProps) {
  const { t } = useTranslation()
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const first = useFocusFirst<HTMLInputElement>()
  const take = useCommand(takeSecondStep, { onSuccess: onIn, onError: () => setCode('') })
  const waiting = useWaiting(take.error)
  const over = take.error instanceof CallProblem && take.error.code === 'step-over'
  const why =
    waiting ??
    (over
      ? t(($) => $.signIn.step.over)
      : take.error &&
        wrong(
          take.error,
          t(($) => $.signIn.step.wrong),
        ))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    take.mutate({ token, code })
  }
  return (
    <>
      <h1>{t(($) => $.signIn.step.title)}</h1>
      <p className={css.lead}>{recovery ? t(($) => $.signIn.step.recovery) : t(($) => $.signIn.step.app)}</p>
      <form onSubmit={submit} className={css.form}>
        <TextInput
          key={String(recovery)}
          ref={first}
          size="lg"
          label={recovery ? t(($) => $.signIn.step.recoveryCode) : t(($) => $.signIn.step.code)}
          classNames={{ input: css.code ?? '' }}
          inputMode={recovery ? 'text' : 'numeric'}
          autoComplete="one-time-code"
          spellCheck={false}
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        {why && (
          <Notice kind="error" shape="box">
            {why}
          </Notice>
        )}
        <Button type="submit" size="lg" variant="filled" fullWidth loading={take.isPending} disabled={code.trim() === '' || over}>
          {t(($) => $.signIn.step.button)}
        </Button>
        <span className={css.foot}>
          <Button variant="subtle" onClick={() => setRecovery(!recovery)}>
            {recovery ? t(($) => $.signIn.step.useApp) : t(($) => $.signIn.step.useRecovery)}
          </Button>
          <Button variant="subtle" onClick={onBack}>
            {t(($) => $.signIn.step.back)}
          </Button>
        </span>
        {recovery && <p className={css.hint}>{t(($) => $.signIn.step.lost)}</p>}
      </form>
    </>
  )
}

const wrong = (error: Error, words: string) => (error instanceof CallProblem && error.status === 401 ? words : error.message)
