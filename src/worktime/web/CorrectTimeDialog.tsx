/** Correct the time of one timed activity: minutes more or less, and why. */
import { TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { durationOf } from '#tickets/duration.ts'
import { correctTime, type TimedActivity } from '#worktime/api.ts'

interface Props {
  activity: TimedActivity
  onClose: () => void
  onDone: () => void
}

export function CorrectTimeDialog({ activity, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const [written, setWritten] = useState('')
  const [reason, setReason] = useState('')
  const run = useCommand(correctTime, { onSuccess: onDone })
  const hint = useId()
  const minutes = /^[+−-]?\d{1,4}$/.test(written.trim()) ? Number(written.trim().replace('−', '-')) : null
  const becomes = minutes === null ? null : activity.spent + minutes * 60
  const below = (becomes !== null && becomes < 0) || problemOf(run.error, 'minutes') !== undefined
  return (
    <Dialog
      open
      title={t(($) => $.time.correctOf, { name: activity.user.name })}
      confirm={t(($) => $.time.save)}
      busy={run.isPending}
      disabled={minutes === null || minutes === 0 || below || reason.trim() === ''}
      onConfirm={() => minutes !== null && run.mutate({ id: activity.id, minutes, reason })}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t(($) => $.time.minutes)}
        inputMode="numeric"
        maxLength={6}
        value={written}
        error={below && t(($) => $.time.belowZero)}
        aria-describedby={hint}
        onChange={(event) => {
          run.reset()
          setWritten(event.currentTarget.value)
        }}
      />
      <p id={hint} className="meta ink3" aria-live="polite">
        {becomes !== null && becomes >= 0 && t(($) => $.time.becomes, { from: durationOf(activity.spent), to: durationOf(becomes) })}
      </p>
      <TextInput
        label={t(($) => $.time.reason)}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {run.error && !below && (
        <Notice kind="error">
          {t(($) => $.time.failed)} {run.error.message}
        </Notice>
      )}
    </Dialog>
  )
}
