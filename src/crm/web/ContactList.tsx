/** The list of Contacts. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countContacts, findContacts } from '#crm/api.ts'
import type { ContactRow } from '#crm/contact.ts'
import { shownPhone } from '#platform/phoneNumber.ts'
import { call } from '#platform/web/call.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import type { Column } from '#platform/web/ui/columns.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { changedColumn, CustomerList } from './CustomerList.tsx'
import css from './customers.module.css'
import { mergeableContact } from './MergeDialog.tsx'

export function ContactList() {
  const { t } = useTranslation()
  return (
    <CustomerList<ContactRow>
      kind="contact"
      columns={useContactColumns()}
      load={async (wanted, signal) => {
        const page = await call(findContacts, wanted, { signal })
        return { rows: page.contacts, next: page.next }
      }}
      count={async (q, signal) => (await call(countContacts, { q }, { signal })).total}
      mergeable={mergeableContact}
      whenNone={
        <Go href="/contacts/import" className="link">
          {t(($) => $.crm.import)}
        </Go>
      }
    />
  )
}

/** The same array until the language changes. */
function useContactColumns(): readonly Column<ContactRow>[] {
  const { t } = useTranslation()
  return useMemo(
    (): readonly Column<ContactRow>[] => [
      {
        key: 'name',
        head: t(($) => $.crm.field.name),
        width: 'minmax(180px, 1.2fr)',
        phone: 'title',
        sortable: true,
        opens: true,
        cell: (row) => (
          <span className={css.name}>
            <Avatar name={row.name} kind="customer" />
            <span className="cut list-title">{row.name}</span>
          </span>
        ),
      },
      {
        key: 'email',
        head: t(($) => $.crm.field.emails),
        width: 'minmax(160px, 1fr)',
        phone: 'sub',
        cell: (row) => <Several values={row.emails} />,
      },
      {
        key: 'phone',
        head: t(($) => $.crm.field.phones),
        width: '160px',
        narrow: 'hidden',
        cell: (row) => <Several values={row.phones.map(shownPhone)} />,
      },
      {
        key: 'account',
        head: t(($) => $.crm.field.accountId),
        width: 'minmax(120px, 0.8fr)',
        phone: 'subEnd',
        cell: (row) => <span className={`cut ink2 ${css.one}`}>{row.account?.name}</span>,
      },
      changedColumn(t(($) => $.crm.field.changedAt)),
    ],
    [t],
  )
}

/** The first of several, and how many more. */
function Several({ values }: { values: readonly string[] }) {
  if (values.length === 0) return null
  return (
    <span className={`cut ${css.one}`} title={values.join(', ')}>
      {values[0]} {values.length > 1 && <span className="ink3">+{values.length - 1}</span>}
    </span>
  )
}
