/** Who is told of changes: Users, and a toggle for oneself. */
import { Button, MultiSelect, Pill } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Person } from '#people/user.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import css from './TicketForm.module.css'

interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  users: readonly Person[]
  mine: number
  value: readonly number[]
  onPick: (followers: number[]) => void
}

export function FollowersPicker({ users, mine, value, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const follows = value.includes(mine)
  const Star = follows ? IconStarFilled : IconStar
  const tile = (name: string, id: string | undefined) => <Avatar name={name} kind={id === String(mine) ? 'me' : 'user'} />
  return (
    <div className={css.withButton}>
      <MultiSelect
        {...input}
        searchable
        nothingFoundMessage={t(($) => $.ticket.pick.nothing)}
        placeholder={value.length === 0 ? t(($) => $.ticket.fill.followers) : undefined}
        value={value.map(String)}
        data={users.filter((u) => u.active || value.includes(u.id)).map((u) => ({ value: String(u.id), label: u.name }))}
        onChange={(picked) => onPick(picked.map(Number))}
        renderOption={({ option }) => (
          <span className={css.option}>
            {tile(option.label, option.value)} {option.label}
          </span>
        )}
        renderPill={({ option, onRemove }) => (
          <Pill
            withRemoveButton
            {...(onRemove ? { onRemove } : {})}
            removeButtonProps={{ 'aria-label': t(($) => $.common.remove, { what: option?.label ?? '' }) }}
          >
            {option?.label}
          </Pill>
        )}
      />
      <Button
        aria-pressed={follows}
        leftSection={<Star size={14} stroke={1.75} aria-hidden />}
        onClick={() => onPick(follows ? value.filter((id) => id !== mine) : [...value, mine])}
      >
        {t(($) => (follows ? $.ticket.fill.unfollow : $.ticket.fill.follow))}
      </Button>
    </div>
  )
}
