/** The list of Accounts. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountRow } from '#crm/account.ts'
import { countAccounts, findAccounts } from '#crm/accountApi.ts'
import { call } from '#platform/web/call.ts'
import type { Column } from '#platform/web/ui/columns.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { changedColumn, CustomerList } from './CustomerList.tsx'
import css from './customers.module.css'
import { mergeableAccount } from './MergeDialog.tsx'

export const AccountList = () => (
  <CustomerList<AccountRow>
    kind="account"
    columns={useAccountColumns()}
    load={async (wanted, signal) => {
      const page = await call(findAccounts, wanted, { signal })
      return { rows: page.accounts, next: page.next }
    }}
    count={async (q, signal) => (await call(countAccounts, { q }, { signal })).total}
    mergeable={mergeableAccount}
  />
)

/** The same array until the language changes. */
function useAccountColumns(): readonly Column<AccountRow>[] {
  const { t } = useTranslation()
  const when = useWhen()
  return useMemo(
    (): readonly Column<AccountRow>[] => [
      {
        key: 'name',
        head: t(($) => $.crm.field.name),
        width: 'minmax(200px, 1.4fr)',
        phone: 'title',
        sortable: true,
        opens: true,
        cell: (row) => <span className={`cut list-title ${css.one}`}>{row.name}</span>,
      },
      {
        key: 'sla',
        head: t(($) => $.crm.field.slaId),
        width: 'minmax(120px, 1fr)',
        phone: 'sub',
        cell: (row) => <span className={`cut ink2 ${css.one}`}>{row.sla?.title}</span>,
      },
      {
        key: 'contacts',
        head: t(($) => $.crm.field.contacts),
        width: '90px',
        phone: 'subEnd',
        cell: (row) => <span className="n">{when.count(row.contacts)}</span>,
      },
      changedColumn(t(($) => $.crm.field.changedAt)),
    ],
    [t, when],
  )
}
