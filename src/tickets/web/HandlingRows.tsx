/** How a ticket is handled: title, Category, Priority, State, User, Status, and its clock. */
import { Button, Select, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { priorities, states } from '#tickets/ticket.ts'
import { DeadlineInput } from './DeadlineInput.tsx'
import { ReopenInput } from './ReopenInput.tsx'
import { StatusPicker } from './StatusPicker.tsx'
import css from './TicketForm.module.css'
import type { Rows } from './TicketForm.tsx'
import type { FormRules } from './useFormRules.ts'
import type { FormWords } from './useFormWords.ts'
import type { TicketFormState } from './useTicketForm.ts'
import { UserPicker } from './UserPicker.tsx'

interface Props {
  form: TicketFormState
  rules: FormRules
  words: FormWords
  rows: Rows
  userId: number
  onTake: () => void
  taking: boolean
  severalCategories: boolean
}

export function HandlingRows({ form, rules, words, rows: { row, input }, userId, onTake, taking, severalCategories }: Props) {
  const { t } = useTranslation()
  const takeKey = useKeyName('ticketTake')
  const { set, ticket } = form
  const { shown: values, category } = rules
  const mayTake = form.stored.userId === null && !form.edited.includes('userId') && (ticket.state === 'open' || ticket.state === 'waiting')
  return (
    <>
      <FormSection name={t(($) => $.ticket.section.handling)}>
        <FormRow {...row('title')}>
          <TextInput
            {...input('title')}
            required
            maxLength={512}
            value={values.title}
            onChange={(event) => set('title', event.currentTarget.value)}
          />
        </FormRow>
        <FormRow {...row('categoryId')}>
          <Select
            {...input('categoryId')}
            allowDeselect={false}
            searchable={severalCategories}
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
            {mayTake && (
              <Button onClick={onTake} loading={taking} aria-keyshortcuts={takeKey}>
                {t(($) => $.ticket.take)}
              </Button>
            )}
          </div>
        </FormRow>
        <FormRow {...row('statusIds')}>
          <StatusPicker
            {...input('statusIds')}
            statuses={words.statuses}
            offered={category?.statusIds ?? []}
            several={category?.severalStatuses ?? false}
            required={rules.isRequired('statusIds')}
            value={values.statusIds}
            onPick={(statuses) => set('statusIds', statuses)}
          />
        </FormRow>
      </FormSection>
      <FormSection name={t(($) => $.ticket.fill.clock)}>
        <FormRow {...row('deadline')}>
          <DeadlineInput {...input('deadline')} ticket={ticket} value={values.deadline} onPick={(deadline) => set('deadline', deadline)} />
        </FormRow>
        <FormRow {...row('reopenAt')}>
          <ReopenInput
            {...input('reopenAt')}
            offered={values.state === 'waiting' || values.state === 'closed'}
            required={rules.isRequired('reopenAt')}
            value={values.reopenAt}
            onPick={(reopenAt) => set('reopenAt', reopenAt)}
          />
        </FormRow>
      </FormSection>
    </>
  )
}
