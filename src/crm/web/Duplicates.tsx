/** Contacts of the desk who may be one person, group by group, to be compared and merged. */
import { Button } from '@mantine/core'
import { IconArrowMerge } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listDuplicates } from '#crm/api.ts'
import type { ContactRow } from '#crm/contact.ts'
import { shownPhone } from '#platform/phoneNumber.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import css from './customers.module.css'
import { MergeDialog } from './MergeDialog.tsx'

export function Duplicates() {
  const { t } = useTranslation()
  const found = useEndpoint(listDuplicates, {}, { refetchOnMount: 'always' })
  const [merging, setMerging] = useState<readonly ContactRow[] | null>(null)
  useTitle(t(($) => $.crm.duplicates))
  return (
    <section className={css.panel} aria-label={t(($) => $.crm.duplicates)}>
      <ListHead name={t(($) => $.crm.duplicates)} />
      {found.error && (
        <Notice kind="error" action={<Button onClick={() => void found.refetch()}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.crm.loadFailed)} {found.error.message}
        </Notice>
      )}
      {found.isPending && (
        <div className={css.skeleton}>
          <SkeletonLines lines={6} />
        </div>
      )}
      {found.data?.groups.length === 0 && <EmptyState>{t(($) => $.crm.noDuplicates)}</EmptyState>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div className={css.scroll} tabIndex={0} role="group" aria-label={t(($) => $.crm.duplicates)}>
        {found.data?.groups.map(({ reason, contacts }) => (
          <div key={`${reason} ${contacts[0]?.id}`} className={css.group}>
            <div className={css.groupHead}>
              <h2>{t(($) => $.crm.reason[reason])}</h2>
              <Button leftSection={<IconArrowMerge size={16} stroke={1.75} aria-hidden />} onClick={() => setMerging(contacts)}>
                {t(($) => $.crm.lookAndMerge)}
              </Button>
            </div>
            {contacts.map((one) => (
              <div key={one.id} className={css.name}>
                <Avatar name={one.name} kind="customer" />
                <Go href={`/contacts/${one.id}`} className="link">
                  {one.name}
                </Go>
                <span className="cut ink2">
                  {[...one.emails, ...one.phones.map(shownPhone), one.account?.name].filter(Boolean).join(' · ')}
                </span>
              </div>
            ))}
          </div>
        ))}
        {found.data?.more && (
          <p className="meta ink3" style={{ padding: '12px 20px' }}>
            {t(($) => $.crm.duplicatesMore)}
          </p>
        )}
      </div>
      {merging && (
        <MergeDialog
          contacts={merging}
          onClose={() => setMerging(null)}
          onMerged={() => {
            setMerging(null)
            void found.refetch()
          }}
        />
      )}
    </section>
  )
}
