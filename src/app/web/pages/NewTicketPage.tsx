/** A ticket made by hand: what it is about, who the customer is, and how it begins: with an email, a comment, or nothing yet. */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, lazy, Suspense, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Attached, useFailure } from '#activities/web/ComposerParts.tsx'
import { listCategories } from '#categories/api.ts'
import { listUsers } from '#people/api.ts'
import { useMay, useMe } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { DropZone } from '#platform/web/ui/DropZone.tsx'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { RecipientInput } from '#platform/web/ui/RecipientInput.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { priorities } from '#tickets/ticket.ts'
import { ContactPicker } from '#tickets/web/ContactPicker.tsx'
import { UserPicker } from '#tickets/web/UserPicker.tsx'
import { useListHref } from '#app/web/shell/listHref.ts'
import css from './NewTicketPage.module.css'
import { useNewTicket } from './useNewTicket.ts'

const RichEditor = lazy(() => import('#activities/web/RichEditor.tsx').then((m) => ({ default: m.RichEditor })))
const beginnings = ['email', 'comment', 'nothing'] as const

export function NewTicketPage() {
  const { t } = useTranslation()
  const me = useMe()
  const router = useRouter()
  const list = useListHref()
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const said = useFailure()
  const mayComment = useMay('activities.comment')
  const categories = useEndpoint(listCategories, {}).data?.categories ?? []
  const users = useEndpoint(listUsers, {}).data?.users ?? []
  const made = useNewTicket({
    userId: me.id,
    categories,
    onMade: (ticket) => router.history.push(`/tickets/${ticket.id}`),
  })
  const { draft, set, wrong, uploads, queues } = made
  useTitle(t(($) => $.ticket.newTicket.title))
  const sender = queues.flatMap((q) => q.addresses.map((address) => ({ value: `${q.id} ${address}`, label: address })))
  const error = (field: string) => {
    const code = wrong[field]
    return code === undefined ? undefined : t(($) => $.ticket.newTicket.wrong[code])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void made.create()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter from any of its fields
    <form
      className={css.page}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        void made.create()
      }}
    >
      <header className={css.head}>
        <h1>{t(($) => $.ticket.newTicket.title)}</h1>
        <span className={css.end}>
          <Button
            onClick={() => {
              made.forget()
              router.history.push(list)
            }}
          >
            {t(($) => $.ticket.newTicket.discard)}
          </Button>
          <Button type="submit" variant="filled" loading={made.sending} aria-keyshortcuts="Control+Enter">
            {draft.begin === 'email' ? t(($) => $.ticket.newTicket.send) : t(($) => $.ticket.newTicket.create)}
          </Button>
        </span>
      </header>
      <div className={css.body}>
        {made.problem && (
          <Notice kind="error" shape="box">
            {said(made.problem)} {t(($) => $.ticket.newTicket.kept)}
          </Notice>
        )}
        <FormRow label={t(($) => $.ticket.field.title)} htmlFor={`${id}-title`} required error={error('title')}>
          <TextInput
            id={`${id}-title`}
            required
            maxLength={512}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- one comes here to type it
            autoFocus
            value={draft.title}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
        </FormRow>
        <FormRow label={t(($) => $.ticket.field.contactId)} htmlFor={`${id}-contact`} error={error('contactId')}>
          <ContactPicker id={`${id}-contact`} value={draft.contact} onPick={made.pickContact} />
        </FormRow>
        <FormRow label={t(($) => $.ticket.field.categoryId)} htmlFor={`${id}-category`} required error={error('categoryId')}>
          <Select
            id={`${id}-category`}
            allowDeselect={false}
            value={made.categoryId === null ? null : String(made.categoryId)}
            data={categories.filter((c) => c.active).map((c) => ({ value: String(c.id), label: c.name }))}
            onChange={(value) => value !== null && set({ categoryId: Number(value) })}
          />
        </FormRow>
        <FormRow label={t(($) => $.ticket.field.priority)} htmlFor={`${id}-priority`}>
          <Select
            id={`${id}-priority`}
            allowDeselect={false}
            value={draft.priority}
            leftSection={<PriorityTiles priority={draft.priority} />}
            data={priorities.map((value) => ({ value, label: t(($) => $.ticket.priority[value]) }))}
            onChange={(value) => set({ priority: priorities.find((p) => p === value) ?? 'medium' })}
          />
        </FormRow>
        <FormRow label={t(($) => $.ticket.field.userId)} htmlFor={`${id}-user`} error={error('userId')}>
          <UserPicker id={`${id}-user`} users={users} mine={me.id} value={draft.userId} onPick={(userId) => set({ userId })} />
        </FormRow>
        <FormRow label={t(($) => $.ticket.newTicket.begin)} labelId={`${id}-begin`}>
          <SegmentedControl
            aria-labelledby={`${id}-begin`}
            value={draft.begin}
            onChange={(begin) => set({ begin: beginnings.find((b) => b === begin) ?? 'nothing' })}
            data={beginnings
              .filter((b) => b !== 'comment' || mayComment)
              .map((value) => ({ value, label: t(($) => $.ticket.newTicket[value]) }))}
          />
        </FormRow>
        {draft.begin === 'email' && (
          <>
            <FormRow label={t(($) => $.activity.compose.to)} htmlFor={`${id}-to`} required error={error('to')}>
              <div className={css.recipients}>
                <RecipientInput
                  id={`${id}-to`}
                  label={t(($) => $.activity.compose.to)}
                  recipients={draft.to}
                  onChange={(to) => set({ to })}
                />
              </div>
            </FormRow>
            <FormRow label={t(($) => $.activity.compose.cc)} htmlFor={`${id}-cc`}>
              <div className={css.recipients}>
                <RecipientInput
                  id={`${id}-cc`}
                  label={t(($) => $.activity.compose.cc)}
                  recipients={draft.cc}
                  onChange={(cc) => set({ cc })}
                />
              </div>
            </FormRow>
            <FormRow label={t(($) => $.activity.compose.from)} htmlFor={`${id}-from`} required error={error('queueId')}>
              <Select
                id={`${id}-from`}
                allowDeselect={false}
                value={made.sender === null ? null : `${made.sender.queueId} ${made.sender.from}`}
                data={sender}
                onChange={(value) => {
                  const [queueId, from] = value?.split(' ') ?? []
                  if (queueId && from) set({ sender: { queueId: Number(queueId), from } })
                }}
              />
            </FormRow>
            <FormRow label={t(($) => $.activity.compose.subject)} htmlFor={`${id}-subject`}>
              <TextInput
                id={`${id}-subject`}
                maxLength={998}
                placeholder={draft.title}
                value={draft.subject}
                onChange={(event) => set({ subject: event.currentTarget.value })}
              />
            </FormRow>
          </>
        )}
        {draft.begin !== 'nothing' && (
          <FormRow
            label={draft.begin === 'email' ? t(($) => $.activity.compose.text) : t(($) => $.activity.compose.comment)}
            htmlFor={`${id}-text`}
            error={error('text')}
          >
            <DropZone onFiles={(files) => made.take(files)}>
              <div className={css.text} data-kind={draft.begin}>
                {draft.begin === 'comment' ? (
                  <textarea
                    id={`${id}-text`}
                    className={css.comment}
                    rows={6}
                    maxLength={200_000}
                    value={draft.comment}
                    onChange={(event) => set({ comment: event.currentTarget.value })}
                  />
                ) : (
                  <Suspense fallback={<SkeletonLines lines={4} />}>
                    <RichEditor
                      initial={made.initialHtml}
                      label={t(($) => $.activity.compose.text)}
                      cursor={false}
                      onChange={(html) => set({ html })}
                      onFiles={made.take}
                    >
                      {(text, tools) => (
                        <>
                          {text}
                          <div className={css.tools}>{tools}</div>
                        </>
                      )}
                    </RichEditor>
                  </Suspense>
                )}
                <div className={css.files}>
                  <Button variant="subtle" onClick={() => picker.current?.click()}>
                    {t(($) => $.activity.compose.attach)}
                  </Button>
                  <Attached
                    attachments={draft.attachments}
                    uploads={uploads.uploads}
                    onRemove={(file) => set({ attachments: draft.attachments.filter((a) => a.id !== file) })}
                    onRemoveUpload={uploads.remove}
                    onRetryUpload={uploads.retry}
                  />
                  <input
                    ref={picker}
                    type="file"
                    multiple
                    hidden
                    aria-label={t(($) => $.activity.compose.attach)}
                    onChange={(event) => {
                      made.take([...(event.currentTarget.files ?? [])])
                      event.currentTarget.value = ''
                    }}
                  />
                </div>
              </div>
            </DropZone>
          </FormRow>
        )}
      </div>
    </form>
  )
}
