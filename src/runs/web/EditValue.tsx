/** The value of one line of an edit: the same inputs as in the ticket's form. */
import { MultiSelect, Pill, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listCategories } from '#categories/api.ts'
import { AccountPicker } from '#crm/web/AccountPicker.tsx'
import type { CustomField } from '#fields/customField.ts'
import { CustomFieldInput } from '#fields/web/CustomFieldInput.tsx'
import type { Person } from '#people/user.ts'
import { useMe } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { MomentInput } from '#platform/web/ui/MomentInput.tsx'
import { RecipientInput } from '#platform/web/ui/RecipientInput.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { getFormChoices } from '#tickets/api.ts'
import { ContactPicker } from '#tickets/web/ContactPicker.tsx'
import { rememberedContact } from '#tickets/web/contactNames.ts'
import { FollowersPicker } from '#tickets/web/FollowersPicker.tsx'
import { ParentPicker } from '#tickets/web/ParentPicker.tsx'
import { rememberAccount, rememberedAccount, rememberedTicket } from '#tickets/web/pickedNames.ts'
import { StatusChip } from '#tickets/web/StatusChip.tsx'
import { UserPicker } from '#tickets/web/UserPicker.tsx'
import { priorities, states, titleInput, type FieldKey } from '#tickets/ticket.ts'
import css from './runs.module.css'

interface Props {
  id: string
  label: string
  field: FieldKey
  custom: CustomField | undefined
  users: readonly Person[]
  value: unknown
  onChange: (value: unknown) => void
}

const numberIn = (value: unknown) => (typeof value === 'number' ? value : null)
const textIn = (value: unknown) => (typeof value === 'string' ? value : '')
const listIn = <T,>(value: unknown, is: (one: unknown) => one is T): T[] => (Array.isArray(value) ? value.filter(is) : [])
const isNumber = (one: unknown): one is number => typeof one === 'number'
const isText = (one: unknown): one is string => typeof one === 'string'

function tileOf(value: unknown) {
  const state = states.find((one) => one === value)
  return state && <StateTile state={state} />
}

export function EditValue({ id, label, field, custom, users, value, onChange }: Props) {
  const { t } = useTranslation()
  const me = useMe()
  const named = { id, 'aria-label': label }
  if (custom) return <CustomFieldInput field={custom} id={id} labelId={`${id}-label`} value={value} onChange={onChange} users={users} />
  switch (field) {
    case 'state':
      return (
        <Select
          {...named}
          value={textIn(value) || null}
          data={states.map((state) => ({ value: state, label: t(($) => $.ticket.state[state]) }))}
          leftSection={tileOf(value)}
          renderOption={({ option }) => (
            <span className={css.option}>
              {tileOf(option.value)} {option.label}
            </span>
          )}
          onChange={onChange}
        />
      )
    case 'priority':
      return (
        <Select
          {...named}
          value={textIn(value) || null}
          data={priorities.map((priority) => ({ value: priority, label: t(($) => $.ticket.priority[priority]) }))}
          onChange={onChange}
        />
      )
    case 'categoryId':
      return <CategoryValue {...named} value={numberIn(value)} onChange={onChange} />
    case 'userId':
      return <UserPicker {...named} users={users} mine={me.id} value={numberIn(value)} onPick={onChange} />
    case 'statusIds':
      return <StatusesValue {...named} value={listIn(value, isNumber)} onChange={onChange} />
    case 'followerIds':
      return <FollowersPicker {...named} users={users} mine={me.id} value={listIn(value, isNumber)} onPick={onChange} />
    case 'contactId': {
      const contact = numberIn(value)
      return (
        <ContactPicker
          {...named}
          value={contact === null ? null : (rememberedContact(contact) ?? { id: contact, name: `#${contact}`, emails: [] })}
          onPick={(picked) => onChange(picked?.id ?? null)}
        />
      )
    }
    case 'accountId': {
      const account = numberIn(value)
      return (
        <AccountPicker
          {...named}
          value={account === null ? null : { id: account, name: rememberedAccount(account) ?? `#${account}` }}
          onPick={(picked) => {
            if (picked) rememberAccount(picked)
            onChange(picked?.id ?? null)
          }}
        />
      )
    }
    case 'parentId': {
      const parent = numberIn(value)
      return (
        <ParentPicker
          {...named}
          value={parent === null ? null : (rememberedTicket(parent) ?? { id: parent, title: '', state: 'open' })}
          onPick={(picked) => onChange(picked?.id ?? null)}
        />
      )
    }
    case 'deadline':
    case 'reopenAt':
      return <MomentInput {...named} value={textIn(value) || null} onChange={onChange} />
    case 'participants':
      return (
        <RecipientInput
          id={id}
          label={label}
          recipients={listIn(value, isText).map((address) => ({ address, name: '' }))}
          onChange={(next) => onChange(next.map(({ address }) => address))}
        />
      )
    case 'description':
      return (
        <Textarea
          {...named}
          autosize
          minRows={1}
          maxRows={5}
          value={textIn(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'title':
      return <TitleValue {...named} value={textIn(value)} onChange={onChange} />
    default:
      return null
  }
}

interface Named {
  id: string
  'aria-label': string
}

function TitleValue({ value, onChange, ...named }: Named & { value: string; onChange: (value: string | null) => void }) {
  const [typed, setTyped] = useState(value)
  return (
    <TextInput
      {...named}
      maxLength={512}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        const read = titleInput.safeParse(event.currentTarget.value)
        onChange(read.success ? read.data : null)
      }}
    />
  )
}

function CategoryValue({ value, onChange, ...named }: Named & { value: number | null; onChange: (value: number | null) => void }) {
  const { categories = [] } = useEndpoint(listCategories, {}).data ?? {}
  return (
    <Select
      {...named}
      searchable
      value={value === null ? null : String(value)}
      data={categories.filter((one) => one.active).map((one) => ({ value: String(one.id), label: one.name }))}
      onChange={(picked) => onChange(picked === null ? null : Number(picked))}
    />
  )
}

function StatusesValue({ value, onChange, ...named }: Named & { value: readonly number[]; onChange: (value: number[]) => void }) {
  const { t } = useTranslation()
  const { statuses = [] } = useEndpoint(getFormChoices, {}).data ?? {}
  const colorOf = (id: unknown) => statuses.find((status) => String(status.id) === String(id))?.color ?? 'grey'
  return (
    <MultiSelect
      {...named}
      searchable
      nothingFoundMessage={t(($) => $.ticket.pick.nothing)}
      value={value.map(String)}
      data={statuses.map((status) => ({ value: String(status.id), label: status.title }))}
      renderOption={({ option }) => <StatusChip plain title={option.label} color={colorOf(option.value)} />}
      renderPill={({ option, onRemove }) => (
        <Pill
          withRemoveButton
          {...(onRemove ? { onRemove } : {})}
          removeButtonProps={{ 'aria-label': t(($) => $.common.remove, { what: option?.label ?? '' }) }}
        >
          <StatusChip plain title={option?.label ?? ''} color={colorOf(option?.value)} />
        </Pill>
      )}
      onChange={(picked) => onChange(picked.map(Number))}
    />
  )
}
