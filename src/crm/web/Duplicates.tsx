/** Contacts of the desk who may be one person, and Accounts that may be one company, group by group, to be compared and merged. */
import { Button } from '@mantine/core'
import { IconArrowMerge } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listAccountDuplicates } from '#crm/accountApi.ts'
import { listDuplicates } from '#crm/api.ts'
import type { CustomerKind } from '#crm/customer.ts'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import css from './customers.module.css'
import { MergeDialog, type Mergeable, mergeableAccount, mergeableContact } from './MergeDialog.tsx'

export function Duplicates() {
  const { t } = useTranslation()
  const contacts = useEndpoint(listDuplicates, {}, { refetchOnMount: 'always' })
  const mayAccounts = [useMay('accounts.read'), useMay('accounts.update')].every(Boolean)
  const accounts = useEndpoint(listAccountDuplicates, {}, { refetchOnMount: 'always', enabled: mayAccounts })
  const [merging, setMerging] = useState<{ kind: CustomerKind; choices: readonly Mergeable[] } | null>(null)
  useTitle(t(($) => $.crm.duplicates))
  const groups = [
    ...(contacts.data?.groups ?? []).map(({ reason, contacts: rows }) => ({
      kind: 'contact' as const,
      reason: t(($) => $.crm.reason[reason]),
      choices: rows.map(mergeableContact),
    })),
    ...(accounts.data?.groups ?? []).map(({ reason, accounts: rows }) => ({
      kind: 'account' as const,
      reason: t(($) => $.crm.accountReason[reason]),
      choices: rows.map(mergeableAccount),
    })),
  ]
  const all = mayAccounts ? [contacts, accounts] : [contacts]
  const again = () => {
    for (const one of all) void one.refetch()
  }
  const error = contacts.error ?? accounts.error
  const pending = all.some((one) => one.isPending)
  return (
    <section className={css.panel} aria-label={t(($) => $.crm.duplicates)}>
      <ListHead name={t(($) => $.crm.duplicates)} />
      {error && (
        <Notice kind="error" action={<Button onClick={again}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.crm.loadFailed)} {error.message}
        </Notice>
      )}
      {pending && !error && (
        <div className={css.skeleton}>
          <SkeletonLines lines={6} />
        </div>
      )}
      {!pending && groups.length === 0 && <EmptyState>{t(($) => $.crm.noDuplicates)}</EmptyState>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div className={css.scroll} tabIndex={0} role="group" aria-label={t(($) => $.crm.duplicates)}>
        {groups.map(({ kind, reason, choices }) => (
          <div key={`${kind} ${reason} ${choices[0]?.id}`} className={css.group}>
            <div className={css.groupHead}>
              <h2>{reason}</h2>
              <Button leftSection={<IconArrowMerge size={16} stroke={1.75} aria-hidden />} onClick={() => setMerging({ kind, choices })}>
                {t(($) => $.crm.lookAndMerge)}
              </Button>
            </div>
            {choices.map((one) => (
              <div key={one.id} className={css.name}>
                {kind === 'contact' && <Avatar name={one.name} kind="customer" />}
                <Go href={`/${kind}s/${one.id}`} className="link">
                  {one.name}
                </Go>
                <span className="cut ink2">{one.about}</span>
              </div>
            ))}
          </div>
        ))}
        {all.some((one) => one.data?.more) && (
          <p className="meta ink3" style={{ padding: '12px 20px' }}>
            {t(($) => $.crm.duplicatesMore)}
          </p>
        )}
      </div>
      {merging && (
        <MergeDialog
          {...merging}
          onClose={() => setMerging(null)}
          onMerged={() => {
            setMerging(null)
            again()
          }}
        />
      )}
    </section>
  )
}
