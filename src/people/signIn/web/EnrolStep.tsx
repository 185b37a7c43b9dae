/** Where a second step is required and somebody has none yet: they set it up before they are in. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { beginEnrolment, finishEnrolment } from '#people/signIn/api.ts'
import type { Me } from '#people/user.ts'
import { Enrolment } from './Enrolment.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import css from './signIn.module.css'
import { useWaiting } from './useWaiting.ts'

interface EnrolStepProps {
  token: string
  onIn: (me: Me) => void
  onBack: () => void
}

export function EnrolStep({ token, onIn, onBack }: EnrolStepProps) {
  const { t } = useTranslation()
  const [done, setDone] = useState<{ me: Me; recoveryCodes: string[] }>()
  const begin = useCommand(beginEnrolment)
  const finish = useCommand(finishEnrolment, { onSuccess: setDone })
  const { mutate } = begin
  useEffect(() => mutate({ token }), [mutate, token])
  const waiting = useWaiting(finish.error)
  const over = [begin.error, finish.error].some((error) => error instanceof CallProblem && error.code === 'step-over')
  const back = (
    <Button variant="subtle" onClick={onBack}>
      {t(($) => $.signIn.step.back)}
    </Button>
  )
  if (done)
    return (
      <>
        <h1>{t(($) => $.signIn.enrol.codes)}</h1>
        <RecoveryCodes codes={done.recoveryCodes} done={t(($) => $.signIn.enrol.goOn)} onDone={() => onIn(done.me)} />
      </>
    )
  return (
    <>
      <h1>{t(($) => $.signIn.enrol.title)}</h1>
      <p className={css.lead}>{t(($) => $.signIn.enrol.required)}</p>
      {over || begin.error ? (
        <Notice kind="error" shape="box" action={back}>
          {over ? t(($) => $.signIn.step.over) : begin.error?.message}
        </Notice>
      ) : begin.data ? (
        <Enrolment
          {...begin.data}
          error={waiting ?? (finish.error ? t(($) => $.signIn.twoStep.wrongCode) : undefined)}
          busy={finish.isPending}
          onCode={(code) => finish.mutate({ token, code })}
        >
          {back}
        </Enrolment>
      ) : (
        <SkeletonLines lines={4} />
      )}
    </>
  )
}
