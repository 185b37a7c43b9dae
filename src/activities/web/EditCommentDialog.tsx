/** Editing one's own comment. If it was edited in another window meanwhile, both texts stand there. */
import { Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { editComment, getActivity } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './detail.module.css'
import { MentionList } from './MentionList.tsx'
import { useMentions } from './useMentions.ts'

export function EditCommentDialog({
  activity,
  onChanged,
  onClose,
}: {
  activity: Activity
  onChanged: (now: Activity) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState(activity.text)
  const [seen, setSeen] = useState(activity.editedAt ?? null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<{ message: string; theirs?: string }>()
  const box = useRef<HTMLTextAreaElement>(null)
  const mentioning = useMentions(activity.ticketId, box, (from, to, name) => {
    setText((now) => now.slice(0, from) + name + now.slice(to))
    requestAnimationFrame(() => box.current?.setSelectionRange(from + name.length, from + name.length))
  })
  const save = async () => {
    setBusy(true)
    try {
      onChanged(await call(editComment, { id: activity.id, text, seen, mentionIds: mentioning.namedIn(text) }))
      onClose()
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      const theirs = error.problems[0]?.details?.['theirs']
      setTrouble({ message: error.message, ...(typeof theirs === 'string' ? { theirs } : {}) })
      // Saved again, it stands over the other one, which is kept.
      if (error.status === 409)
        await call(getActivity, { id: activity.id })
          .then((now) => setSeen(now.editedAt ?? null))
          .catch(() => undefined)
    }
    setBusy(false)
  }
  return (
    <Dialog
      open
      size={640}
      title={t(($) => $.activity.edit.title)}
      confirm={t(($) => $.activity.edit.save)}
      busy={busy}
      disabled={text.trim() === '' || text === activity.text}
      wayBack={t(($) => $.activity.edit.kept)}
      onConfirm={() => void save()}
      onClose={onClose}
    >
      {trouble && (
        <Notice kind="warning" shape="box">
          {trouble.message}
          {trouble.theirs !== undefined && <p className={css.said}>{trouble.theirs}</p>}
        </Notice>
      )}
      <Textarea
        ref={box}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={200_000}
        aria-label={t(($) => $.activity.edit.title)}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value)
          mentioning.look()
        }}
        onKeyDown={(event) => void mentioning.onKey(event)}
        onClick={mentioning.look}
      />
      <MentionList mentioning={mentioning} />
    </Dialog>
  )
}
