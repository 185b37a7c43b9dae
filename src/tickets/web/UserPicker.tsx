/** Choosing the User: by name, with the keyboard; nobody is a choice too. */
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Person } from '#people/user.ts'
import { useNameNow } from '#people/web/useNameNow.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import css from './TicketForm.module.css'

interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  users: readonly Person[]
  /** The User who looks: their own tile is filled. */
  mine: number
  value: number | null
  onPick: (user: number | null) => void
}

export function UserPicker({ users, mine, value, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const nameNow = useNameNow()
  const chosen = users.find((u) => u.id === value)
  const tile = (user: Person | undefined) => (
    <Avatar name={user?.name ?? ''} kind={user === undefined ? 'nobody' : user.id === mine ? 'me' : 'user'} />
  )
  return (
    <Select
      {...input}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t(($) => $.ticket.pick.clear, { field: t(($) => $.ticket.field.userId) }) }}
      nothingFoundMessage={t(($) => $.ticket.pick.nothing)}
      placeholder={t(($) => $.ticket.nobody)}
      value={value === null ? null : String(value)}
      data={users.filter((u) => u.active || u.id === value).map((u) => ({ value: String(u.id), label: nameNow(u) }))}
      leftSection={tile(chosen)}
      renderOption={({ option }) => (
        <span className={css.option}>
          {tile(users.find((u) => String(u.id) === option.value))} {option.label}
        </span>
      )}
      onChange={(picked) => onPick(picked === null ? null : Number(picked))}
    />
  )
}
