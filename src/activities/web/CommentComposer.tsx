/** Writing an internal comment: on its own ground, with no recipients; there is no way from here to a customer. */
import { Button } from '@mantine/core'
import { IconLock, IconPaperclip, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addComment } from '#activities/api.ts'
import type { Activity, Attachment } from '#activities/activity.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { ComposerFrame } from '#platform/web/ui/ComposerFrame.tsx'
import { DropZone } from '#platform/web/ui/DropZone.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { Ticket } from '#tickets/ticket.ts'
import css from './composer.module.css'
import { Attached, isOwnEscape, useFailure } from './ComposerParts.tsx'
import { type Draft, findDraft, forgetDraft, isWorthKeeping, keepDraft, newSendKey, plainText } from './drafts.ts'
import { discardDraft, endSaves, resumeSaves, saveSoon, useSavedAt } from './draftSaves.ts'
import { announceComposer } from './openComposer.ts'
import { MentionList } from './MentionList.tsx'
import { useMentions } from './useMentions.ts'
import { useUploads } from './useUploads.ts'

interface Props {
  ticketId: number
  userId: number
  /** The activity that it speaks of. */
  activityId: number | null
  draftId?: string | undefined
  /** Written in another window of the same User meanwhile. */
  elsewhere?: ReactNode
  onAdded: (answer: { activity: Activity; ticket: Ticket }) => void
  onClose: () => void
}

const emptyComment = (activityId: number | null): Draft => ({
  kind: 'comment',
  activityId,
  all: false,
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  body: '',
  quoteHtml: '',
  takesQuote: false,
  queueId: null,
  from: null,
  attachments: [],
  sendKey: newSendKey(),
  seen: null,
})

export function CommentComposer({ ticketId, userId, activityId, draftId, elsewhere, onAdded, onClose }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const said = useFailure()
  const [initial] = useState(() => findDraft(userId, ticketId, { kind: 'comment', activityId, draftId }) ?? emptyComment(activityId))
  const [draft, setDraft] = useState(initial)
  const savedAt = useSavedAt(draft.sendKey)
  const [sending, setSending] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const text = useRef<HTMLTextAreaElement>(null)
  const change = (by: (held: Draft) => Partial<Draft>) => {
    setDraft((held) => ({ ...held, ...by(held) }))
    setTrouble(null)
  }
  const attach = (file: Attachment) => change((held) => ({ attachments: [...held.attachments, file] }))
  const uploads = useUploads(attach)
  useEffect(() => {
    if (draft === initial) return
    keepDraft(userId, ticketId, draft)
    saveSoon(userId, ticketId, draft)
  }, [draft, initial, userId, ticketId])
  useEffect(() => {
    const end = text.current?.value.length ?? 0
    text.current?.focus()
    text.current?.setSelectionRange(end, end)
  }, [])

  const insert = useEffectEvent((html: string) => {
    const [from, to] = [text.current?.selectionStart ?? 0, text.current?.selectionEnd ?? 0]
    change((held) => ({ body: held.body.slice(0, from) + plainText(html) + held.body.slice(to) }))
    text.current?.focus()
  })
  const attachNow = useEffectEvent(attach)
  useEffect(
    () => announceComposer({ ticketId, kind: 'comment', insert: (html) => insert(html), attach: (file) => attachNow(file) }),
    [ticketId],
  )

  const mentioning = useMentions(ticketId, text, (from, to, name) => {
    change((held) => ({ body: held.body.slice(0, from) + name + held.body.slice(to) }))
    requestAnimationFrame(() => text.current?.setSelectionRange(from + name.length, from + name.length))
  })

  async function add() {
    if (sending) return
    if (uploads.busy) return setTrouble(t(($) => $.activity.compose.waitForUploads))
    if (draft.body.trim() === '') return setTrouble(t(($) => $.activity.compose.needText))
    setSending(true)
    setTrouble(null)
    try {
      await endSaves(draft.sendKey)
      const answer = await call(addComment, {
        id: ticketId,
        text: draft.body,
        attachmentIds: draft.attachments.map((a) => a.id),
        mentionIds: mentioning.namedIn(draft.body),
        aboutId: draft.activityId,
        sendKey: draft.sendKey,
      })
      forgetDraft(userId, ticketId, draft)
      onAdded(answer)
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      resumeSaves(draft.sendKey)
      setTrouble(t(($) => $.activity.compose.notAdded, { reason: said(error) }))
      setSending(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void add()
    } else if (event.key === 'Escape' && isOwnEscape(event)) {
      event.preventDefault()
      onClose()
    }
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of everything inside
    <div className={css.place} onKeyDown={onKeyDown}>
      <DropZone onFiles={(files) => uploads.add(files)}>
        <ComposerFrame
          kind="comment"
          label={t(($) => $.activity.compose.comment)}
          lines={
            <p className={css.internal}>
              <IconLock size={13} stroke={2} aria-hidden />
              {t(($) => $.activity.compose.commentHint)}
            </p>
          }
          files={
            (draft.attachments.length > 0 || uploads.uploads.length > 0) && (
              <Attached
                attachments={draft.attachments}
                uploads={uploads.uploads}
                onRemove={(id) => change((held) => ({ attachments: held.attachments.filter((a) => a.id !== id) }))}
                onRemoveUpload={uploads.remove}
                onRetryUpload={uploads.retry}
              />
            )
          }
          notice={
            <>
              {elsewhere}
              {trouble !== null && (
                <Notice kind="error" shape="box">
                  {trouble}
                </Notice>
              )}
            </>
          }
          foot={
            <>
              <Button variant="filled" loading={sending} aria-keyshortcuts="Control+Enter" onClick={() => void add()}>
                {t(($) => $.activity.compose.addComment)}
              </Button>
              <KeyHint>{t(($) => $.activity.compose.ctrlEnter)}</KeyHint>
              <IconButton
                label={t(($) => $.activity.compose.attach)}
                icon={<IconPaperclip size={16} stroke={1.75} aria-hidden />}
                onClick={() => picker.current?.click()}
              />
              <input
                ref={picker}
                type="file"
                multiple
                hidden
                aria-label={t(($) => $.activity.compose.attach)}
                onChange={(event) => {
                  uploads.add(event.currentTarget.files ?? [])
                  event.currentTarget.value = ''
                }}
              />
            </>
          }
          status={
            isWorthKeeping(draft) &&
            (savedAt
              ? t(($) => $.activity.compose.savedLong, { time: when.clock(savedAt) })
              : draft !== initial && t(($) => $.activity.compose.savedHere))
          }
          end={
            <IconButton
              label={t(($) => $.activity.compose.discard)}
              icon={<IconTrash size={16} stroke={1.75} aria-hidden />}
              onClick={() => {
                void discardDraft(userId, ticketId, draft)
                onClose()
              }}
            />
          }
        >
          <textarea
            ref={text}
            className={css.comment}
            aria-label={t(($) => $.activity.compose.comment)}
            rows={3}
            maxLength={200_000}
            value={draft.body}
            aria-controls={mentioning.offered.length > 0 ? mentioning.id : undefined}
            aria-activedescendant={mentioning.offered.length > 0 ? `${mentioning.id}-${mentioning.offered[mentioning.at]?.id}` : undefined}
            onChange={(event) => {
              const body = event.currentTarget.value
              change(() => ({ body }))
              mentioning.look()
            }}
            onKeyDown={(event) => void mentioning.onKey(event)}
            onClick={mentioning.look}
            onBlur={mentioning.look}
          />
          <MentionList mentioning={mentioning} />
        </ComposerFrame>
      </DropZone>
    </div>
  )
}
