/** The email itself while it is written; every key press is kept in this browser until it is sent. */
import { Select } from '@mantine/core'
import type { Editor } from '@tiptap/react'
import { IconPaperclip, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showAttachment } from '#activities/api.ts'
import type { Proposal } from '#activities/activity.ts'
import { droppedFrom, isNew, outsidersAmong, type Recipient } from '#activities/recipients.ts'
import { addressOf } from '#platform/web/call.ts'
import { ComposerFrame, ComposerLine } from '#platform/web/ui/ComposerFrame.tsx'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { DropZone } from '#platform/web/ui/DropZone.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { QuoteFold } from '#platform/web/ui/QuoteFold.tsx'
import { RecipientInput } from '#platform/web/ui/RecipientInput.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { authorOf } from './ActivityItem.tsx'
import css from './composer.module.css'
import { Attached, isOwnEscape, SendTrouble } from './ComposerParts.tsx'
import { type Draft, isWorthKeeping } from './drafts.ts'
import { discardDraft, useSavedAt } from './draftSaves.ts'
import type { EmailComposerProps } from './EmailComposer.tsx'
import { announceComposer } from './openComposer.ts'
import { SendButton } from './SendButton.tsx'
import { SizeBar } from './SizeBar.tsx'
import { peopleOf, useEmailDraft } from './useEmailDraft.ts'
import { useUploads } from './useUploads.ts'

const RichEditor = lazy(() => import('./RichEditor.tsx').then((m) => ({ default: m.RichEditor })))

type Props = EmailComposerProps & { initial: Draft; queues: Proposal['queues'] }

export function EmailEditor({
  ticket,
  userId,
  composing,
  edits,
  answered,
  initial,
  queues,
  elsewhere,
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
  const [more, setMore] = useState({ cc: initial.cc.length > 0, bcc: initial.bcc.length > 0 })
  const [discarding, setDiscarding] = useState(false)
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
  useEffect(
    () =>
      editor
        ? announceComposer({
            ticketId: ticket.id,
            kind: composing.kind,
            insert: (html) => void editor.chain().focus().insertContent(html).run(),
            attach: (file) => attachNow(file),
          })
        : undefined,
    [editor, ticket.id, composing.kind],
  )
  const uploads = useUploads((stored, file) => {
    const insert = inserts.current.get(file)
    inserts.current.delete(file)
    if (insert) insert(addressOf(showAttachment, { id: stored.id }))
    else attach(stored)
  })
  const people = peopleOf(ticket)
  const chosen = [...draft.to, ...draft.cc, ...draft.bcc]
  const dropped = composing.kind === 'answer' ? droppedFrom(people, chosen) : []
  const fresh = (r: Recipient) => isNew(r, people)
  const outsiders = outsidersAmong(
    chosen,
    people,
    queues.flatMap((q) => q.addresses),
  )
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
    for (const file of named) if (insert && /^image\/(png|jpeg|gif|webp)$/.test(file.type)) inserts.current.set(file, insert)
    uploads.add(named)
  }
  const discard = () => {
    void discardDraft(userId, ticket.id, draft)
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      document.getElementById(sendId)?.click()
    } else if (event.key === 'Escape' && isOwnEscape(event)) {
      event.preventDefault()
      event.stopPropagation()
      onClose()
    }
  }
  const sendId = `${subjectId}-send`
  const senders = queues.flatMap((q) =>
    q.addresses.map((address) => ({
      value: `${q.id} ${address}`,
      label: q.addresses.length + queues.length > 2 ? t(($) => $.activity.compose.fromQueue, { address, queue: q.name }) : address,
    })),
  )
  const recipientLine = (role: 'to' | 'cc' | 'bcc', end?: ReactNode) => (
    <ComposerLine label={t(($) => $.activity.compose[role])} htmlFor={`${subjectId}-${role}`} end={end}>
      <RecipientInput
        id={`${subjectId}-${role}`}
        label={t(($) => $.activity.compose[role])}
        recipients={draft[role]}
        onChange={(recipients) => set({ [role]: recipients })}
        isNew={fresh}
        focusFirst={role === 'to' && composing.kind === 'forward' && initial.to.length === 0}
        {...(role === 'to' ? { dropped, onRestore: (r: Recipient) => set({ cc: [...draft.cc, r] }) } : {})}
      />
    </ComposerLine>
  )
  const opener = (role: 'cc' | 'bcc') =>
    !more[role] && (
      <button
        type="button"
        className={css.more}
        onClick={() => setMore({ ...more, [role]: true })}
        aria-label={t(($) => (role === 'cc' ? $.activity.compose.addCc : $.activity.compose.addBcc))}
      >
        {t(($) => $.activity.compose[role])}
      </button>
    )

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
                lines={
                  <>
                    {recipientLine(
                      'to',
                      <>
                        {opener('cc')} {opener('bcc')}
                      </>,
                    )}
                    {(more.cc || draft.cc.length > 0) && recipientLine('cc')}
                    {(more.bcc || draft.bcc.length > 0) && recipientLine('bcc')}
                    <ComposerLine
                      label={t(($) => $.activity.compose.subject)}
                      htmlFor={subjectId}
                      end={
                        <Select
                          className={css.from}
                          aria-label={t(($) => $.activity.compose.from)}
                          allowDeselect={false}
                          comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
                          value={draft.queueId === null ? null : `${draft.queueId} ${draft.from}`}
                          data={senders}
                          leftSection={<span aria-hidden>{t(($) => $.activity.compose.fromWord)}</span>}
                          leftSectionWidth={34}
                          onChange={(value) => {
                            const [queueId, from] = value?.split(' ') ?? []
                            if (queueId && from) set({ queueId: Number(queueId), from })
                          }}
                        />
                      }
                    >
                      <input
                        id={subjectId}
                        className={css.subject}
                        maxLength={998}
                        value={draft.subject}
                        onChange={(event) => set({ subject: event.currentTarget.value })}
                      />
                    </ComposerLine>
                  </>
                }
                files={
                  (draft.attachments.length > 0 || uploads.uploads.length > 0) && (
                    <Attached
                      attachments={draft.attachments}
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
                    <SizeBar draft={draft} limit={queues.find((q) => q.id === draft.queueId)?.sizeLimit} />
                    {problem && <SendTrouble problem={problem} />}
                  </>
                }
                foot={
                  <>
                    <SendButton
                      id={sendId}
                      userId={userId}
                      categoryId={ticket.category.id}
                      sending={sending}
                      anyway={problem?.kind === 'came'}
                      onSend={(wanted) => void send(uploads.busy, wanted)}
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
                {draft.quoteHtml !== '' && (
                  <div className={css.quote}>
                    {draft.takesQuote ? (
                      <>
                        <QuoteFold lines={quoteText(draft.quoteHtml).split('\n').length}>
                          {() => <div className={css.quoted}>{quoteText(draft.quoteHtml)}</div>}
                        </QuoteFold>
                        <button type="button" className={css.more} onClick={() => set({ takesQuote: false })}>
                          {t(($) => $.activity.compose.quoteDrop)}
                        </button>
                      </>
                    ) : (
                      <button type="button" className={css.more} onClick={() => set({ takesQuote: true })}>
                        {t(($) => $.activity.compose.quoteTake)}
                      </button>
                    )}
                  </div>
                )}
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

/** The quote as text: the server made it of escaped text, and here too nothing of it becomes markup. */
const quoteText = (html: string) => {
  const page = new DOMParser().parseFromString(
    html.replaceAll(/<br\s*\/?>|(?=<\/?blockquote)/g, '\n').replaceAll('</p>', '</p>\n'),
    'text/html',
  )
  return page.body.textContent.trim()
}
