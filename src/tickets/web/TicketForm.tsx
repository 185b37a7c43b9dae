/** The form: a ticket's fields while they are edited. Nothing is saved until Save changes, and nobody's change is overwritten unseen. */
import { Button, Textarea } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Category } from '#categories/category.ts'
import { CustomFieldsSection } from '#fields/web/CustomFieldsSection.tsx'
import type { Person } from '#people/user.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { customIn } from '#tickets/customChanges.ts'
import { isClosing } from '#tickets/rules.ts'
import { customKey, type FieldName } from '#tickets/ticket.ts'
import { AccountRow } from './AccountRow.tsx'
import { ContactPicker } from './ContactPicker.tsx'
import { Facts } from './Facts.tsx'
import { FollowersPicker } from './FollowersPicker.tsx'
import { Foreseen } from './Foreseen.tsx'
import { HandlingRows } from './HandlingRows.tsx'
import { ParticipantsInput } from './ParticipantsInput.tsx'
import { RelationRows } from './RelationRows.tsx'
import css from './TicketForm.module.css'
import { useFormRules } from './useFormRules.ts'
import { useFormWords } from './useFormWords.ts'
import type { TicketFormState } from './useTicketForm.ts'

interface Props {
  form: TicketFormState
  categories: readonly Category[]
  users: readonly Person[]
  userId: number
  /** Become the User at once; saved by itself. */
  onTake: () => void
  taking: boolean
  /** Only to be looked at. */
  readOnly?: boolean
}

/** What a row of the form and its control are given. */
export interface Rows {
  row: (field: FieldName) => Omit<Parameters<typeof FormRow>[0], 'children'>
  input: (field: FieldName) => { id: string; 'data-field': string; 'aria-describedby': string }
}

export function TicketForm({ form, categories, users, userId, onTake, taking, readOnly = false }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const id = useId()
  const rules = useFormRules(form, categories, users)
  const words = useFormWords(form, rules, categories, users)
  const { set, ticket } = form
  const { shown: values } = rules
  const rows: Rows = {
    row: (field) => ({
      label: t(($) => $.ticket.field[field]),
      htmlFor: `${id}-${field}`,
      required: rules.isRequired(field),
      edited: form.edited.includes(field),
      error: words.error(field),
      errorId: `${id}-${field}-error`,
      conflict: words.conflict(field),
    }),
    input: (field) => ({ id: `${id}-${field}`, 'data-field': field, 'aria-describedby': `${id}-${field}-error` }),
  }
  const { row, input } = rows
  return (
    <div
      className={css.form}
      // Where none of its fields can be reached by key, it must be, to be scrolled.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={readOnly ? 0 : undefined}
      role="group"
      aria-label={t(($) => $.ticket.form)}
    >
      <fieldset className={css.fields} disabled={readOnly}>
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
        <Foreseen form={form} rules={rules} words={words} />
        <FormSection name={t(($) => $.ticket.section.customer)}>
          <FormRow {...row('contactId')}>
            <ContactPicker {...input('contactId')} value={words.contact} onPick={(contact) => set('contactId', contact?.id ?? null)} />
          </FormRow>
          <FormRow {...row('accountId')}>
            <AccountRow
              {...input('accountId')}
              value={words.account}
              contactId={values.contactId}
              byHand={form.edited.includes('accountId') || (ticket.accountByHand && !form.edited.includes('contactId'))}
              onPick={(account) => set('accountId', account)}
            />
          </FormRow>
        </FormSection>
        <HandlingRows {...{ form, rules, words, rows, userId, onTake, taking, severalCategories: categories.length > 8 }} />
        <CustomFieldsSection
          fields={rules.fields}
          values={customIn(values)}
          facts={values}
          users={users}
          onChange={(field, value) => set(customKey(field.id), value)}
          edited={form.edited}
          problems={Object.fromEntries(rules.fields.all.map((field) => [customKey(field.id), words.troubleOf(customKey(field.id))]))}
          conflict={words.conflict}
          closing={isClosing(values.state)}
        />
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
        <FormSection name={t(($) => $.ticket.fill.people)}>
          <FormRow {...row('followerIds')}>
            <FollowersPicker
              {...input('followerIds')}
              users={words.users}
              mine={userId}
              value={values.followerIds}
              onPick={(followers) => set('followerIds', followers)}
            />
          </FormRow>
          <FormRow {...row('participants')}>
            <ParticipantsInput
              id={`${id}-participants`}
              known={ticket.participants}
              value={values.participants}
              onPick={(participants) => set('participants', participants)}
            />
          </FormRow>
        </FormSection>
        <RelationRows {...{ form, words, rows }} />
        {form.edited.length > 0 && (
          <Button className={css.discard} variant="danger" onClick={form.discard}>
            {t(($) => $.ticket.discard)}
          </Button>
        )}
        <Facts ticket={ticket} />
      </fieldset>
    </div>
  )
}
