/** One internal comment on many tickets; with placeholders, which become each ticket's own. */
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { ListSelection } from '#views/web/selection.ts'
import { isConfirmed, TypedCount } from './TypedCount.tsx'
import { useMessageProblem } from './useMessageProblem.ts'
import { useStartRun } from './useStartRun.ts'

export function CommentTicketsDialog({ selection: { count, rows }, onClose }: { selection: ListSelection; onClose: () => void }) {
  const { t } = useTranslation()
  const n = useWhen().count(count)
  const [text, setText] = useState('')
  const [typed, setTyped] = useState('')
  const said = useMessageProblem()
  const start = useStartRun(onClose)
  return (
    <Dialog
      open
      size={640}
      title={t(($) => $.runs.comment.title, { count, n })}
      confirm={t(($) => $.runs.comment.do, { count, n })}
      busy={start.isPending}
      disabled={text.trim() === '' || !isConfirmed(count, typed)}
      wayBack={t(($) => $.runs.comment.wayBack)}
      onConfirm={() => start.mutate({ run: { kind: 'comment', request: { text, confirmed: count }, rows } })}
      onClose={onClose}
    >
      <p>{t(($) => $.runs.comment.about, { example: '{{contact.firstName}}' })}</p>
      <Textarea
        label={t(($) => $.runs.comment.text)}
        data-autofocus
        autosize
        minRows={4}
        maxRows={14}
        maxLength={200_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TypedCount count={count} typed={typed} onType={setTyped} />
      {start.error && (
        <Notice kind="error" shape="box">
          {start.error instanceof CallProblem ? said(start.error) : start.error.message}
        </Notice>
      )}
    </Dialog>
  )
}
