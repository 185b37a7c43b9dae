/** Editing one's own comment. If it was edited in another window meanwhile, both texts stand there. */
import { Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { editComment, getActivity } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { keep, readKept } from '#platform/web/kept.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './detail.module.css'
import { MentionList } from './MentionList.tsx'
import { useMentions } from './useMentions.ts'

const kept = z.object({ text: z.string(), seen: z.string().nullable() })

export function EditCommentDialog({
  activity,
  userId,
  onChanged,
  onClose,
}: {
  activity: Activity
  userId: number
  onChanged: (now: Activity) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const name = `comment:${userId}:${activity.id}`
  const [begun] = useState(() => readKept(name, kept))
  const [text, setText] = useState(begun?.text ?? activity.text)
  const [seen, setSeen] = useState(begun ? begun.seen : (activity.editedAt ?? null))
  // What is not saved yet survives a reload.
  useEffect(() => keep(name, text === activity.text ? null : { text, seen }), [name, text, seen, activity.text])
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<{ message: string; theirs?: string }>()
  const box = useRef<HTMLTextAreaElement>(null)
  const mentioning = useMentions(activity.ticketId, box, (from, to, named) => {
    setText((now) => now.slice(0, from) + named + now.slice(to))
    requestAnimationFrame(() => box.current?.setSelectionRange(from + named.length, from + named.length))
  })
  const save = async () => {
    setBusy(true)
    try {
      onChanged(await call(editComment, { id: activity.id, text, seen, mentionIds: mentioning.namedIn(text) }))
      keep(name, null)
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
