/** One Email queue while it is created or changed. Passwords go in and never come back. */
import { Button, Checkbox, NumberInput, SegmentedControl, Select, TagsInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Category } from '#categories/category.ts'
import { changeQueue, createQueue, listQueues } from '#channels/email/api.ts'
import type { Queue } from '#channels/email/queue.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { AutomaticAnswers } from './AutomaticAnswers.tsx'
import { Field } from './Field.tsx'
import { MailboxFields } from './MailboxFields.tsx'
import css from './manage.module.css'
import { draftOf, inputOf, likeQueue, newQueueDraft, problemsIn, type QueueDraft } from './queueDraft.ts'
import { QueueHealth } from './QueueHealth.tsx'
import { ServerFields } from './ServerFields.tsx'
import { SendingFields } from './SendingFields.tsx'
import { SignatureField } from './SignatureField.tsx'
import { SpamFields } from './SpamFields.tsx'

interface Props {
  /** None: a new one. */
  queue: Queue | undefined
  /** What a new one begins as. */
  like?: Queue | undefined
  /** Beside its name, and beside its fields. */
  commands?: ReactNode
  aside?: ReactNode
  categories: readonly Category[]
  onSaved: (queue: Queue) => void
  onReload: () => void
}

export function QueueForm({ queue, like, commands, aside, categories, onSaved, onReload }: Props) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<QueueDraft>(() =>
    queue ? draftOf(queue) : like ? likeQueue(like) : newQueueDraft(categories[0]?.id ?? null),
  )
  const [asked, setAsked] = useState(false)
  const [saving, setSaving] = useState(false)
  const [trouble, setTrouble] = useState<CallProblem | null>(null)
  const set = (change: Partial<QueueDraft>) => setDraft((held) => ({ ...held, ...change }))
  const wrong = asked ? problemsIn(draft) : {}
  const problem = (field: string): string | undefined => {
    const own = wrong[field]
    if (own) return t(($) => $.email[own])
    const theirs = trouble?.problems.find((p) => p.field === field)
    return theirs && (theirs.code === 'taken' ? t(($) => $.email.taken) : t(($) => $.email.refused, { reason: theirs.code }))
  }

  async function save() {
    setAsked(true)
    setTrouble(null)
    if (Object.keys(problemsIn(draft)).length > 0) return
    setSaving(true)
    try {
      const input = inputOf(draft, queue, new Date())
      const saved = queue ? await call(changeQueue, { ...input, id: queue.id, version: queue.version }) : await call(createQueue, input)
      await queries.invalidateQueries({ queryKey: keyOf(listQueues) })
      onSaved(saved)
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setTrouble(error)
    } finally {
      setSaving(false)
    }
  }

  return (
    <form
      className={css.page}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <header className={css.head}>
        <h1 className="cut">{queue ? queue.name : t(($) => $.email.newQueue)}</h1>
        <div className={css.end}>
          {commands}
          <Button component={Go} href="/manage/queues">
            {t(($) => $.email.cancel)}
          </Button>
          <Button type="submit" variant="filled" loading={saving}>
            {queue ? t(($) => $.email.save) : t(($) => $.email.create)}
          </Button>
        </div>
      </header>
      {trouble && (
        <div className={css.notice} data-bad={trouble.kind === 'conflict' ? undefined : true} role="alert">
          {trouble.kind === 'conflict' ? t(($) => $.email.changedMeanwhile) : t(($) => $.email.refused, { reason: trouble.message })}
          {trouble.kind === 'conflict' && <Button onClick={onReload}>{t(($) => $.email.reload)}</Button>}
        </div>
      )}
      <div className={css.body}>
        <div className={css.form}>
          <fieldset className={css.section}>
            <legend>{t(($) => $.email.section.general)}</legend>
            <Field label={t(($) => $.email.name)} error={problem('name')}>
              {(id) => <TextInput id={id} value={draft.name} required onChange={(e) => set({ name: e.currentTarget.value })} />}
            </Field>
            <Field label={t(($) => $.email.address)} error={problem('address')}>
              {(id) => (
                <TextInput id={id} type="email" value={draft.address} required onChange={(e) => set({ address: e.currentTarget.value })} />
              )}
            </Field>
            <Field label={t(($) => $.email.aliases)} about={t(($) => $.email.aliasesHint)} error={problem('aliases')}>
              {(id) => (
                <TagsInput
                  id={id}
                  value={draft.aliases}
                  splitChars={[',', ';', ' ']}
                  acceptValueOnBlur
                  onChange={(aliases) => set({ aliases })}
                />
              )}
            </Field>
            <Field label={t(($) => $.email.displayName)} about={t(($) => $.email.displayNameHint)} error={problem('displayName')}>
              {(id) => <TextInput id={id} value={draft.displayName} onChange={(e) => set({ displayName: e.currentTarget.value })} />}
            </Field>
            <Field label={t(($) => $.email.category)} about={t(($) => $.email.categoryHint)} error={problem('categoryId')}>
              {(id) => (
                <Select
                  id={id}
                  allowDeselect={false}
                  value={draft.categoryId === null ? null : String(draft.categoryId)}
                  data={categories.map((c) => ({ value: String(c.id), label: c.name }))}
                  onChange={(value) => set({ categoryId: value === null ? null : Number(value) })}
                />
              )}
            </Field>
            <Field label={t(($) => $.email.active)} about={t(($) => $.email.activeHint)}>
              {(id) => <Checkbox id={id} pt={6} checked={draft.active} onChange={(e) => set({ active: e.currentTarget.checked })} />}
            </Field>
          </fieldset>
          <fieldset className={css.section}>
            <legend>{t(($) => $.email.section.incoming)}</legend>
            <div className={css.field}>
              <span className={css.label}>{t(($) => $.email.incoming)}</span>
              <div>
                <SegmentedControl
                  aria-label={t(($) => $.email.incoming)}
                  value={draft.incoming}
                  onChange={(incoming) => set({ incoming })}
                  data={[
                    { value: 'listener', label: t(($) => $.email.listener) },
                    { value: 'imap', label: t(($) => $.email.imap) },
                  ]}
                />
                {draft.incoming === 'listener' && <p className={css.about}>{t(($) => $.email.listenerHint)}</p>}
              </div>
            </div>
            {draft.incoming === 'imap' && <MailboxFields draft={draft} queue={queue} set={set} problem={problem} />}
            <Field label={t(($) => $.email.sizeLimit)} error={problem('sizeLimit')}>
              {(id) => (
                <NumberInput
                  id={id}
                  w={90}
                  min={0.01}
                  max={200}
                  value={draft.megabytes}
                  onChange={(value) => set({ megabytes: typeof value === 'number' ? value : '' })}
                />
              )}
            </Field>
          </fieldset>
          <fieldset className={css.section}>
            <legend>{t(($) => $.email.section.outgoing)}</legend>
            <div className={css.field}>
              <span className={css.label}>{t(($) => $.email.outgoing)}</span>
              <div>
                <SegmentedControl
                  aria-label={t(($) => $.email.outgoing)}
                  value={draft.outgoing}
                  onChange={(outgoing) => set({ outgoing })}
                  data={[
                    { value: 'outbox', label: t(($) => $.email.outbox) },
                    { value: 'smtp', label: t(($) => $.email.smtp) },
                  ]}
                />
                {draft.outgoing === 'outbox' && <p className={css.about}>{t(($) => $.email.outboxHint)}</p>}
              </div>
            </div>
            {draft.outgoing === 'smtp' && (
              <ServerFields
                name="smtp"
                server={draft.smtp}
                hasPassword={queue?.outgoing === 'smtp' && queue.smtp.hasPassword}
                onChange={(change) => set({ smtp: { ...draft.smtp, ...change } })}
                problem={problem}
              />
            )}
            <SignatureField
              value={draft.signatureTemplateId}
              error={problem('signatureTemplateId')}
              onChange={(signatureTemplateId) => set({ signatureTemplateId })}
            />
            <SendingFields
              value={draft.sending}
              stored={queue?.sending}
              onChange={(change) => set({ sending: { ...draft.sending, ...change } })}
              problem={problem}
            />
          </fieldset>
          <AutomaticAnswers
            value={draft.automatic}
            counts={queue?.automatic.counts}
            onChange={(change) => set({ automatic: { ...draft.automatic, ...change } })}
            problem={problem}
          />
          <SpamFields
            queueId={queue?.id}
            value={draft.automatic}
            onChange={(change) => set({ automatic: { ...draft.automatic, ...change } })}
          />
          <fieldset className={css.section}>
            <legend>{t(($) => $.email.section.threading)}</legend>
            <Field label={t(($) => $.email.subjectTag)} about={t(($) => $.email.subjectTagHint)}>
              {(id) => (
                <Checkbox id={id} pt={6} checked={draft.subjectTag} onChange={(e) => set({ subjectTag: e.currentTarget.checked })} />
              )}
            </Field>
            <Field label={t(($) => $.email.headerThreading)} about={t(($) => $.email.headerThreadingHint)}>
              {(id) => (
                <Checkbox
                  id={id}
                  pt={6}
                  checked={draft.headerThreading}
                  onChange={(e) => set({ headerThreading: e.currentTarget.checked })}
                />
              )}
            </Field>
          </fieldset>
          {queue && (
            <fieldset className={css.section}>
              <legend>{t(($) => $.email.section.health)}</legend>
              <div className={css.field}>
                <span className={css.label}>{t(($) => $.email.health.incoming)}</span>
                <span className={css.label}>
                  <QueueHealth queue={queue} direction="incoming" />
                </span>
              </div>
              <div className={css.field}>
                <span className={css.label}>{t(($) => $.email.health.outgoing)}</span>
                <span className={css.label}>
                  <QueueHealth queue={queue} direction="outgoing" />
                </span>
              </div>
            </fieldset>
          )}
        </div>
        {aside}
      </div>
    </form>
  )
}
