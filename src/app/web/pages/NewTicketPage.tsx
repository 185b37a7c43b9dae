/** A ticket made by hand: what it is about, who the customer is, and how it begins: with an email, a comment, or nothing yet. */
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useLocation, useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, lazy, Suspense, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Attached, useFailure } from '#activities/web/ComposerParts.tsx'
import { listCategories } from '#categories/api.ts'
import { AccountPicker } from '#crm/web/AccountPicker.tsx'
import { CustomFieldsSection } from '#fields/web/CustomFieldsSection.tsx'
import { listUsers } from '#people/api.ts'
import { useMay, useMe } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { DropZone } from '#platform/web/ui/DropZone.tsx'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { MomentInput } from '#platform/web/ui/MomentInput.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { RecipientInput } from '#platform/web/ui/RecipientInput.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { getTicket } from '#tickets/api.ts'
import { priorities, type Ticket } from '#tickets/ticket.ts'
import { ContactPicker } from '#tickets/web/ContactPicker.tsx'
import { ParentPicker } from '#tickets/web/ParentPicker.tsx'
import { StatusPicker } from '#tickets/web/StatusPicker.tsx'
import { UserPicker } from '#tickets/web/UserPicker.tsx'
import { useListHref } from '#app/web/shell/listHref.ts'
import css from './NewTicketPage.module.css'
import { useNewTicket } from './useNewTicket.ts'

const RichEditor = lazy(() => import('#activities/web/RichEditor.tsx').then((m) => ({ default: m.RichEditor })))
const beginnings = ['email', 'comment', 'nothing'] as const

/** Begins empty, or with `?parent=` as its child. */
export function NewTicketPage() {
  const wanted = Number(new URLSearchParams(useLocation({ select: (place) => place.searchStr })).get('parent') ?? 0)
  const parentId = Number.isSafeInteger(wanted) && wanted > 0 ? wanted : 0
  const { data: parent, isError } = useEndpoint(getTicket, { id: parentId }, { enabled: parentId > 0 })
  if (parentId > 0 && !parent && !isError)
    return (
      <div className={css.page}>
        <SkeletonLines lines={6} />
      </div>
    )
  return <NewTicketForm key={parentId} parent={parent} />
}

function NewTicketForm({ parent }: { parent: Ticket | undefined }) {
  const { t } = useTranslation()
  const me = useMe()
  const router = useRouter()
  const list = useListHref()
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const said = useFailure()
  const mayAccounts = useMay('accounts.read')
  const mayComment = useMay('activities.comment')
  const categories = useEndpoint(listCategories, {}).data?.categories ?? []
  const users = useEndpoint(listUsers, {}).data?.users ?? []
  const made = useNewTicket({
    userId: me.id,
    categories,
    parent,
    onMade: (ticket) => router.history.push(`/tickets/${ticket.id}`),
  })
  const { draft, set, wrong, uploads, queues } = made
  const [more, setMore] = useState(draft.parent !== null || draft.deadline !== null)
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
        {mayAccounts && (
          <FormRow label={t(($) => $.ticket.field.accountId)} htmlFor={`${id}-account`} error={error('accountId')}>
            <AccountPicker
              id={`${id}-account`}
              value={draft.account}
              onPick={(account) => set({ account, accountByHand: account?.id !== draft.contact?.account?.id })}
            />
          </FormRow>
        )}
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
        {(made.category === null || made.category.statusIds.length > 0) && (
          <FormRow
            label={t(($) => $.ticket.field.statusIds)}
            htmlFor={`${id}-status`}
            required={made.category?.statusRequired === 'always'}
            error={error('statusIds')}
          >
            <StatusPicker
              id={`${id}-status`}
              statuses={made.statuses}
              offered={made.category?.statusIds ?? []}
              several={made.category?.severalStatuses ?? false}
              required={made.category?.statusRequired === 'always'}
              value={made.statusIds}
              onPick={(statusIds) => set({ statusIds })}
            />
          </FormRow>
        )}
        {more ? (
          <>
            <FormRow label={t(($) => $.ticket.field.deadline)} htmlFor={`${id}-deadline`} error={error('deadline')}>
              <MomentInput id={`${id}-deadline`} value={draft.deadline} onChange={(deadline) => set({ deadline })} />
            </FormRow>
            <FormRow label={t(($) => $.ticket.field.parentId)} htmlFor={`${id}-parent`} error={error('parentId')}>
              <ParentPicker id={`${id}-parent`} value={draft.parent} onPick={(picked) => set({ parent: picked })} />
            </FormRow>
          </>
        ) : (
          <Button variant="subtle" className={css.more} onClick={() => setMore(true)}>
            {t(($) => $.ticket.newTicket.more)}
          </Button>
        )}
        <CustomFieldsSection
          fields={made.fields}
          values={made.custom}
          facts={made.facts}
          users={users}
          onChange={(field, value) => made.setCustom(field.id, value)}
          problems={made.wrongCustom}
        />
        <FormRow label={t(($) => $.ticket.newTicket.begin)} labelId={`${id}-begin`}>
          <SegmentedControl
            className={css.begin}
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
