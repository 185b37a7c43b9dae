/** The pages of the module Contacts that are lists or steps: Contacts, Accounts, possible duplicates, import. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { AccountList } from '#crm/web/AccountList.tsx'
import { ContactList } from '#crm/web/ContactList.tsx'
import { CustomerFrame } from '#crm/web/CustomerFrame.tsx'
import { Duplicates } from '#crm/web/Duplicates.tsx'
import { ImportContacts } from '#crm/web/ImportContacts.tsx'

export const ContactsPage = () => (
  <CustomerFrame>
    <ContactList />
  </CustomerFrame>
)
export const AccountsPage = () => (
  <CustomerFrame>
    <AccountList />
  </CustomerFrame>
)
export const DuplicatesPage = () => (
  <CustomerFrame>
    <Duplicates />
  </CustomerFrame>
)

const importRoute = getRouteApi('/desk/contacts/import')

export function ImportPage() {
  const { file } = importRoute.useSearch()
  const navigate = useNavigate()
  return (
    <CustomerFrame>
      <ImportContacts id={file} onImport={(id) => void navigate({ to: '/contacts/import', search: { file: id }, replace: true })} />
    </CustomerFrame>
  )
}
