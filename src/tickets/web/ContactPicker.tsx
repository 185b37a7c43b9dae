/** Choosing a Contact: found by name or address as one types; an address that nobody has becomes a new Contact. */
import { CloseButton, Combobox, Loader, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { createContact, findContacts } from '#crm/api.ts'
import type { Contact } from '#crm/contact.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { looksLikeAddress } from '#platform/web/ui/addresses.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { useTypedSearch } from '#platform/web/ui/useTypedSearch.ts'
import { rememberContact } from './contactNames.ts'
import css from './TicketForm.module.css'

interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  value: Pick<Contact, 'id' | 'name' | 'emails'> | null
  onPick: (contact: Contact | null) => void
}

export function ContactPicker({ value, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const { typed, q, list, leave, line } = useTypedSearch()
  const found = useEndpoint(findContacts, { q, limit: 20 }, { enabled: typed !== null && q !== '', keepPrevious: true, staleTime: 0 })
  const create = useCommand(createContact, { onSuccess: (contact) => pick(contact) })
  const contacts = typed !== null && q !== '' ? (found.data?.contacts ?? []) : []
  const address = typed?.trim() ?? ''
  const mayCreate = looksLikeAddress(address) && !contacts.some((c) => c.emails.some((e) => e.toLowerCase() === address.toLowerCase()))

  function pick(contact: Contact | null) {
    if (contact) rememberContact(contact)
    onPick(contact)
    leave()
  }
  const submit = (option: string) => {
    if (option === 'create') create.mutate({ name: address, emails: [address] })
    else pick(contacts.find((c) => String(c.id) === option) ?? null)
  }
  return (
    <Combobox store={list} onOptionSubmit={submit}>
      <Combobox.Target>
        <TextInput
          {...input}
          {...line}
          placeholder={value ? value.name : t(($) => $.ticket.pick.contact)}
          value={typed ?? value?.name ?? ''}
          title={value?.emails.join(', ')}
          leftSection={<Avatar name={value?.name ?? ''} kind={value ? 'customer' : 'nobody'} />}
          rightSection={
            create.isPending ? (
              <Loader size={14} />
            ) : (
              value !== null && (
                <CloseButton
                  size="xs"
                  aria-label={t(($) => $.ticket.pick.clear, { field: t(($) => $.ticket.field.contactId) })}
                  onClick={() => pick(null)}
                />
              )
            )
          }
          error={create.error?.message}
          onFocus={(event) => {
            event.currentTarget.select()
            list.openDropdown()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed === null || q === ''}>
        <Combobox.Options aria-label={t(($) => $.ticket.field.contactId)}>
          {contacts.map((c) => (
            <Combobox.Option key={c.id} value={String(c.id)}>
              <span className={css.option}>
                <Avatar name={c.name} kind="customer" />
                <span>
                  {c.name} <span className="meta ink3">{c.emails[0]}</span>
                </span>
              </span>
            </Combobox.Option>
          ))}
          {mayCreate && <Combobox.Option value="create">{t(($) => $.ticket.pick.createContact, { address })}</Combobox.Option>}
          {contacts.length === 0 && !mayCreate && found.data && <Combobox.Empty>{t(($) => $.ticket.pick.nobodyFound)}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
