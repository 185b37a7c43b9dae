/** The email itself while it is written; every key press is kept in this browser until it is sent. */
import { Button } from '@mantine/core'
import type { Editor } from '@tiptap/react'
import { IconPaperclip, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showAttachment } from '#activities/api.ts'
import type { Proposal } from '#activities/activity.ts'
import { type Company, markOf, unique } from '#activities/recipients.ts'
import { addressOf } from '#platform/web/call.ts'
import { ComposerFrame } from '#platform/web/ui/ComposerFrame.tsx'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { DropZone } from '#platform/web/ui/DropZone.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { authorOf } from './ActivityItem.tsx'
import css from './composer.module.css'
import { Attached, isOwnEscape, SendTrouble } from './ComposerParts.tsx'
import { type Draft, isWorthKeeping } from './drafts.ts'
import { discardDraft, useSavedAt } from './draftSaves.ts'
import type { EmailComposerProps } from './EmailComposer.tsx'
import { EmailLines } from './EmailLines.tsx'
import { announceComposer, type Gap } from './openComposer.ts'
import { SendButton } from './SendButton.tsx'
import { SizeBar, sizeOf } from './SizeBar.tsx'
import { Quote, Signature } from './UnderText.tsx'
import { peopleOf, useEmailDraft } from './useEmailDraft.ts'
import { isPicture, useUploads } from './useUploads.ts'

const RichEditor = lazy(() => import('./RichEditor.tsx').then((m) => ({ default: m.RichEditor })))

type Props = EmailComposerProps & { initial: Draft; proposal: Pick<Proposal, 'queues' | 'answered'> }

export function EmailEditor({
  ticket,
  userId,
  composing,
  edits,
  answered,
  initial,
  proposal: { queues, answered: among },
  elsewhere,
  ahead,
  onSent,
  onWaits,
  onRefused,
  onClose,
}: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const picker = useRef<HTMLInputElement>(null)
  const inserts = useRef(new Map<File, (address: string) => void>())
  const subjectId = useId()
  const [discarding, setDiscarding] = useState(false)
  const [gaps, setGaps] = useState<readonly Gap[]>([])
  const { draft, set, attach, send, sending, problem } = useEmailDraft({
    ticket,
    userId,
    initial,
    edits,
    onSent,
    onWaits,
    onRefused,
  })
  const savedAt = useSavedAt(draft.sendKey)
  const [editor, setEditor] = useState<Editor | null>(null)
  const [pastedLong, setPastedLong] = useState(false)
  const attachNow = useEffectEvent(attach)
  const offerSubject = useEffectEvent((subject: string) => draft.subject === '' && set({ subject }))
  useEffect(
    () =>
      editor
        ? announceComposer({
            ticketId: ticket.id,
            kind: composing.kind,
            queueId: draft.queueId,
            editor,
            insert: (html) => void editor.chain().focus().insertContent(html).run(),
            attach: (file) => attachNow(file),
            offerSubject: (subject) => void offerSubject(subject),
            onGaps: (now) => setGaps((held) => (held.length + now.length === 0 ? held : now)),
          })
        : undefined,
    [editor, ticket.id, composing.kind, draft.queueId],
  )
  const uploads = useUploads((stored, file) => {
    const insert = inserts.current.get(file)
    inserts.current.delete(file)
    if (insert) {
      attach({ ...stored, inline: true })
      insert(addressOf(showAttachment, { id: stored.id }))
    } else attach(stored)
  })
  const queue = queues.find((q) => q.id === draft.queueId)
  const company: Company = { answered: among, tookPart: peopleOf(ticket), ours: queues.flatMap((q) => q.addresses) }
  const outsiders =
    composing.kind === 'forward' ? [] : unique([...draft.to, ...draft.cc, ...draft.bcc]).filter((r) => markOf(r, company) === 'outsider')
  const tooBig = queue !== undefined && sizeOf(draft, queue.signature) > queue.sizeLimit
  const first = draft.to[0]
  const name = (answered?.direction === 'in' ? authorOf(answered) : undefined) ?? (first ? first.name || first.address : '')
  const label =
    composing.kind === 'forward'
      ? t(($) => $.activity.compose.forward)
      : composing.kind === 'new'
        ? t(($) => $.activity.compose.new)
        : composing.all
          ? t(($) => $.activity.compose.all)
          : t(($) => $.activity.compose.replyTo, { name })

  /** Pictures put into the text stand there; every other file is attached. */
  const take = (files: File[], insert?: (address: string) => void) => {
    const named = files.map((file, n) =>
      file.name === '' ? new File([file], `image-${n + 1}.${file.type.split('/')[1] ?? 'png'}`, { type: file.type }) : file,
    )
    for (const file of named) if (insert && isPicture(file)) inserts.current.set(file, insert)
    uploads.add(named)
  }
  const attached = draft.attachments.filter((a) => !a.inline)
  const discard = () => {
    void discardDraft(userId, ticket.id, draft)
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      // An address that is still being typed is taken first.
      const typing = event.target instanceof HTMLInputElement ? event.target : null
      typing?.blur()
      setTimeout(() => {
        document.getElementById(sendId)?.click()
        if (typing?.isConnected) typing.focus()
      })
    } else if (event.key === 'Escape' && isOwnEscape(event)) {
      event.preventDefault()
      event.stopPropagation()
      onClose()
    }
  }
  const sendId = `${subjectId}-send`
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of everything inside
    <div className={css.place} onKeyDown={onKeyDown}>
      <DropZone onFiles={(files) => take(files)}>
        <Suspense
          fallback={
            <div className={css.waiting}>
              <SkeletonLines lines={3} />
            </div>
          }
        >
          <RichEditor
            initial={initial.body}
            label={t(($) => $.activity.compose.text)}
            cursor={initial.to.length > 0}
            onChange={(body) => set({ body })}
            onFiles={take}
            onLongPaste={() => setPastedLong(true)}
            onReady={setEditor}
          >
            {(text, tools) => (
              <ComposerFrame
                kind="email"
                label={label}
                lines={<EmailLines id={subjectId} draft={draft} initial={initial} queues={queues} company={company} onChange={set} />}
                files={
                  (attached.length > 0 || uploads.uploads.length > 0) && (
                    <Attached
                      attachments={attached}
                      uploads={uploads.uploads}
                      onRemove={(id) => set({ attachments: draft.attachments.filter((a) => a.id !== id) })}
                      onRemoveUpload={uploads.remove}
                      onRetryUpload={uploads.retry}
                    />
                  )
                }
                notice={
                  <>
                    {elsewhere}
                    {pastedLong && (
                      <Notice kind="info" shape="box" onDismiss={() => setPastedLong(false)}>
                        {t(($) => $.activity.compose.longPaste)}
                      </Notice>
                    )}
                    {outsiders.length > 0 && (
                      <Notice kind="warning" shape="box">
                        {t(($) => $.activity.compose.outsiders, {
                          count: outsiders.length,
                          list: outsiders.map((r) => r.address).join(', '),
                        })}
                      </Notice>
                    )}
                    {gaps.length > 0 && (
                      <Notice
                        kind={problem?.kind === 'gaps' ? 'error' : 'warning'}
                        shape="box"
                        action={<Button onClick={gaps[0]?.show}>{t(($) => $.activity.compose.gapShow)}</Button>}
                      >
                        {t(($) => $.activity.compose.gaps, { count: gaps.length, list: [...new Set(gaps.map((g) => g.title))].join(', ') })}
                      </Notice>
                    )}
                    <SizeBar draft={draft} signature={queue?.signature ?? ''} limit={queue?.sizeLimit} />
                    {problem && <SendTrouble problem={problem} />}
                  </>
                }
                foot={
                  <>
                    <SendButton
                      id={sendId}
                      categoryId={ticket.category.id}
                      sending={sending}
                      ahead={ahead}
                      anyway={problem?.kind === 'came'}
                      onSend={(wanted) => void send({ uploading: uploads.busy, gaps: gaps.length > 0, tooBig }, wanted)}
                    />
                    <KeyHint>{t(($) => $.activity.compose.ctrlEnter)}</KeyHint>
                    <IconButton
                      label={t(($) => $.activity.compose.attach)}
                      icon={<IconPaperclip size={16} stroke={1.75} aria-hidden />}
                      onClick={() => picker.current?.click()}
                    />
                    {tools}
                    <input
                      ref={picker}
                      type="file"
                      multiple
                      hidden
                      aria-label={t(($) => $.activity.compose.attach)}
                      onChange={(event) => {
                        take([...(event.currentTarget.files ?? [])])
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
                    onClick={() => (isWorthKeeping(draft) ? setDiscarding(true) : discard())}
                  />
                }
              >
                {text}
                <Signature html={queue?.signature ?? ''} />
                <Quote html={draft.quoteHtml} taken={draft.takesQuote} onTake={(takesQuote) => set({ takesQuote })} />
              </ComposerFrame>
            )}
          </RichEditor>
        </Suspense>
      </DropZone>
      <Dialog
        open={discarding}
        title={t(($) => $.activity.compose.discard)}
        confirm={t(($) => $.activity.compose.discard)}
        danger
        onConfirm={discard}
        onClose={() => setDiscarding(false)}
      >
        {t(($) => $.activity.compose.discardAsk)}
      </Dialog>
    </div>
  )
}
