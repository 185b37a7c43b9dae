/** Finds another ticket by number or by words of its title, among those that one sees. */
import { Combobox, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#platform/web/query.ts'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useTypedSearch } from '#platform/web/ui/useTypedSearch.ts'
import { findTickets } from '#tickets/api.ts'
import type { PickedTicket } from './pickedNames.ts'
import css from './lifecycle.module.css'

interface Props {
  label: string
  /** Those that cannot be chosen: the ticket itself, and what was chosen before. */
  without: readonly number[]
  onPick: (ticket: PickedTicket) => void
}

export function TicketSearch({ label, without, onPick }: Props) {
  const { t } = useTranslation()
  const { typed, q, list, leave, line } = useTypedSearch(200)
  const found = useEndpoint(findTickets, { q }, { enabled: typed !== null && q !== '', keepPrevious: true, staleTime: 0 })
  const tickets = typed !== null && q !== '' ? (found.data?.tickets ?? []).filter(({ id }) => !without.includes(id)) : []
  return (
    <Combobox
      store={list}
      onOptionSubmit={(option) => {
        const picked = tickets.find(({ id }) => String(id) === option)
        if (picked) onPick(picked)
        leave()
      }}
    >
      <Combobox.Target>
        <TextInput
          {...line}
          label={label}
          placeholder={t(($) => $.ticket.fill.parent)}
          value={typed ?? ''}
          leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
          data-autofocus
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed === null || q === ''}>
        <Combobox.Options aria-label={label}>
          {tickets.map((one) => (
            <Combobox.Option key={one.id} value={String(one.id)}>
              <span className={css.option}>
                <StateTile state={one.state} label={t(($) => $.ticket.state[one.state])} />
                <span className="n ink3">#{one.id}</span> <span className="cut">{one.title}</span>
              </span>
            </Combobox.Option>
          ))}
          {tickets.length === 0 && found.data && <Combobox.Empty>{t(($) => $.ticket.pick.nothing)}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
