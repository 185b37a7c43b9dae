/** Choosing the parent: by number or by words of a title, among the tickets that one sees. */
import { CloseButton, Combobox, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useTypedSearch } from '#platform/web/ui/useTypedSearch.ts'
import { findTickets } from '#tickets/api.ts'
import { type PickedTicket, rememberTicket } from './pickedNames.ts'
import css from './TicketForm.module.css'

interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  /** The ticket that looks for a parent, which cannot be its own. */
  self?: number
  value: PickedTicket | null
  onPick: (parent: PickedTicket | null) => void
}

export function ParentPicker({ self, value, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const { typed, q, list, leave, line } = useTypedSearch(200)
  const found = useEndpoint(findTickets, { q }, { enabled: typed !== null && q !== '', keepPrevious: true, staleTime: 0 })
  const tickets = typed !== null && q !== '' ? (found.data?.tickets ?? []).filter(({ id }) => id !== self) : []
  const pick = (ticket: PickedTicket | null) => {
    if (ticket) rememberTicket(ticket)
    onPick(ticket)
    leave()
  }
  return (
    <div className={css.withButton}>
      <Combobox store={list} onOptionSubmit={(option) => pick(tickets.find(({ id }) => String(id) === option) ?? null)}>
        <Combobox.Target>
          <TextInput
            {...input}
            {...line}
            placeholder={value ? said(value) : t(($) => $.ticket.fill.parent)}
            value={typed ?? (value ? said(value) : '')}
            title={value?.title}
            {...(value && typed === null ? { leftSection: <StateTile state={value.state} /> } : {})}
            rightSection={
              value && (
                <CloseButton
                  size="xs"
                  aria-label={t(($) => $.ticket.pick.clear, { field: t(($) => $.ticket.field.parentId) })}
                  onClick={() => pick(null)}
                />
              )
            }
            onFocus={(event) => event.currentTarget.select()}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={typed === null || q === ''}>
          <Combobox.Options aria-label={t(($) => $.ticket.field.parentId)}>
            {tickets.map((one) => (
              <Combobox.Option key={one.id} value={String(one.id)}>
                <span className={css.option}>
                  <StateTile state={one.state} label={t(($) => $.ticket.state[one.state])} />
                  <span className="n ink3">#{one.id}</span> {one.title}
                </span>
              </Combobox.Option>
            ))}
            {tickets.length === 0 && found.data && <Combobox.Empty>{t(($) => $.ticket.pick.nothing)}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {value && (
        <Go
          className={css.goTo ?? ''}
          href={`/tickets/${value.id}`}
          aria-label={t(($) => $.ticket.fill.openParent, { id: value.id })}
          data-tip={t(($) => $.ticket.fill.openParent, { id: value.id })}
        >
          <IconExternalLink size={16} stroke={1.75} aria-hidden />
        </Go>
      )}
    </div>
  )
}

const said = ({ id, title }: PickedTicket) => `#${id} ${title}`
