/** The form: a ticket's fields while they are edited. Nothing is saved until Save changes, and nobody's change is overwritten unseen. */
import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Category } from '#categories/category.ts'
import type { Person } from '#people/user.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { type FieldName, priorities, states } from '#tickets/ticket.ts'
import { ContactPicker } from './ContactPicker.tsx'
import css from './TicketForm.module.css'
import type { TicketFormState } from './useTicketForm.ts'
import { useFormWords } from './useFormWords.ts'
import { UserPicker } from './UserPicker.tsx'

interface Props {
  form: TicketFormState
  categories: readonly Category[]
  users: readonly Person[]
  userId: number
  /** Become the User at once; saved by itself. */
  onTake: () => void
  taking: boolean
}

export function TicketForm({ form, categories, users, userId, onTake, taking }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const id = useId()
  const words = useFormWords(form, categories, users)
  const { values, set, ticket } = form
  const row = (field: FieldName) => ({
    label: t(($) => $.ticket.field[field]),
    htmlFor: `${id}-${field}`,
    edited: form.edited.includes(field),
    error: words.error(field),
    errorId: `${id}-${field}-error`,
    conflict: words.conflict(field),
  })
  const input = (field: FieldName) => ({ id: `${id}-${field}`, 'data-field': field, 'aria-describedby': `${id}-${field}-error` })
  return (
    <div className={css.form}>
      <h2 className="sr">{t(($) => $.ticket.form)}</h2>
      {form.restoredAt !== null && (
        <Notice shape="box" action={<Button onClick={form.discard}>{t(($) => $.ticket.discard)}</Button>}>
          {t(($) => $.ticket.restored, { when: when.full(new Date(form.restoredAt)) })}
        </Notice>
      )}
      {form.problem && (
        <Notice kind="error" shape="box">
          {words.failure(form.problem)}
        </Notice>
      )}
      <FormSection name={t(($) => $.ticket.section.customer)}>
        <FormRow {...row('contactId')}>
          <ContactPicker {...input('contactId')} value={words.contact} onPick={(contact) => set('contactId', contact?.id ?? null)} />
        </FormRow>
        {ticket.account && (
          <FormRow label={t(($) => $.ticket.field.accountId)} labelId={`${id}-account`}>
            <span className={css.plain} aria-labelledby={`${id}-account`}>
              {ticket.account.name}
            </span>
          </FormRow>
        )}
      </FormSection>
      <FormSection name={t(($) => $.ticket.section.handling)}>
        <FormRow {...row('title')} required>
          <TextInput
            {...input('title')}
            required
            maxLength={512}
            value={values.title}
            onChange={(event) => set('title', event.currentTarget.value)}
          />
        </FormRow>
        <FormRow {...row('categoryId')} required>
          <Select
            {...input('categoryId')}
            allowDeselect={false}
            searchable={categories.length > 8}
            value={String(values.categoryId)}
            data={words.categories}
            onChange={(value) => value !== null && set('categoryId', Number(value))}
          />
        </FormRow>
        <FormRow {...row('priority')}>
          <Select
            {...input('priority')}
            allowDeselect={false}
            value={values.priority}
            data={priorities.map((value) => ({ value, label: t(($) => $.ticket.priority[value]) }))}
            leftSection={<PriorityTiles priority={values.priority} />}
            renderOption={({ option }) => (
              <span className={css.option}>
                <PriorityTiles priority={priorities.find((p) => p === option.value) ?? 'medium'} /> {option.label}
              </span>
            )}
            onChange={(value) => {
              const priority = priorities.find((p) => p === value)
              if (priority) set('priority', priority)
            }}
          />
        </FormRow>
        <FormRow {...row('state')}>
          <Select
            {...input('state')}
            allowDeselect={false}
            value={values.state}
            data={states.map((value) => ({ value, label: t(($) => $.ticket.state[value]) }))}
            leftSection={<StateTile state={values.state} />}
            renderOption={({ option }) => (
              <span className={css.option}>
                <StateTile state={states.find((s) => s === option.value) ?? 'open'} /> {option.label}
              </span>
            )}
            onChange={(value) => {
              const state = states.find((s) => s === value)
              if (state) set('state', state)
            }}
          />
        </FormRow>
        <FormRow {...row('userId')}>
          <div className={css.withButton}>
            <UserPicker
              {...input('userId')}
              users={words.users}
              mine={userId}
              value={values.userId}
              onPick={(user) => set('userId', user)}
            />
            {form.stored.userId === null && !form.edited.includes('userId') && (ticket.state === 'open' || ticket.state === 'waiting') && (
              <Button onClick={onTake} loading={taking} aria-keyshortcuts="m">
                {t(($) => $.ticket.take)}
              </Button>
            )}
          </div>
        </FormRow>
      </FormSection>
      <FormSection name={t(($) => $.ticket.section.text)}>
        <FormRow {...row('description')}>
          <Textarea
            {...input('description')}
            autosize
            minRows={3}
            maxRows={14}
            maxLength={100_000}
            value={values.description}
            onChange={(event) => set('description', event.currentTarget.value)}
          />
        </FormRow>
      </FormSection>
      {form.edited.length > 0 && (
        <Button className={css.discard} variant="danger" onClick={form.discard}>
          {t(($) => $.ticket.discard)}
        </Button>
      )}
      <FormSection name={t(($) => $.ticket.section.facts)}>
        <dl className={css.facts}>
          <dt>{t(($) => $.ticket.field.participants)}</dt>
          <dd>
            {ticket.participants.length === 0
              ? t(($) => $.ticket.none)
              : ticket.participants.map((p) => <div key={p.address}>{p.address}</div>)}
          </dd>
          <dt>{t(($) => $.ticket.field.created)}</dt>
          <dd>{when.full(ticket.createdAt)}</dd>
          {ticket.firstAnswerAt && (
            <>
              <dt>{t(($) => $.ticket.field.firstAnswer)}</dt>
              <dd>{when.full(ticket.firstAnswerAt)}</dd>
            </>
          )}
          {ticket.closedAt && (
            <>
              <dt>{t(($) => $.ticket.field.closed)}</dt>
              <dd>{when.full(ticket.closedAt)}</dd>
            </>
          )}
        </dl>
      </FormSection>
    </div>
  )
}
