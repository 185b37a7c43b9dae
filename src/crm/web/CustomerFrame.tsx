/** The module Contacts: its pages at the side, the open one beside them. */
import { IconBuilding, IconFileImport, IconUsers, IconUsersGroup } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '#people/web/session.ts'
import type { Permission } from '#platform/permission.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import css from './customers.module.css'

const pages = [
  { key: 'contacts', href: '/contacts', icon: IconUsers, needs: ['contacts.read'] },
  { key: 'accounts', href: '/accounts', icon: IconBuilding, needs: ['accounts.read'] },
  { key: 'duplicates', href: '/contacts/duplicates', icon: IconUsersGroup, needs: ['contacts.read', 'contacts.update'] },
  { key: 'import', href: '/contacts/import', icon: IconFileImport, needs: ['contacts.create', 'contacts.update'] },
] as const satisfies readonly { key: string; href: string; icon: typeof IconUsers; needs: readonly Permission[] }[]

export function CustomerFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const me = useMe()
  const path = useLocation({ select: (location) => location.pathname })
  const shown = pages.filter((page) => page.needs.every((permission) => me.permissions.includes(permission)))
  const open = shown.toSorted((a, b) => b.href.length - a.href.length).find((page) => path.startsWith(page.href))
  return (
    <div className={css.frame}>
      <nav className={css.nav} aria-label={t(($) => $.crm.nav)}>
        <p className={css.navTitle}>{t(($) => $.crm.contacts)}</p>
        {shown.map((page) => (
          <Go key={page.key} href={page.href} className={`${css.navPage} ring-inside`} aria-current={page === open ? 'page' : undefined}>
            <page.icon size={16} stroke={1.75} aria-hidden />
            {t(($) => $.crm[page.key])}
          </Go>
        ))}
      </nav>
      {children}
    </div>
  )
}
