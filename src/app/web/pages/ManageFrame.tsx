/** Manage: its pages at the side, the open one beside them. */
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '#people/web/session.ts'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { managePages } from '#app/web/shell/manage.ts'
import css from './ManageFrame.module.css'

export function ManageFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const me = useMe()
  const path = useLocation({ select: (location) => location.pathname })
  const open = managePages(me.permissions).find((page) => path.startsWith(page.href))
  useTitle(t(($) => $.desk[open?.key ?? 'manage']))
  return (
    <div className={css.frame}>
      <nav className={css.pages} aria-label={t(($) => $.desk.manage)}>
        <p className={css.title}>{t(($) => $.desk.manage)}</p>
        {managePages(me.permissions).map((page) => (
          <Go
            key={page.href}
            href={page.href}
            className={`${css.page} ring-inside`}
            aria-current={path.startsWith(page.href) ? 'page' : undefined}
          >
            {t(($) => $.desk[page.key])}
          </Go>
        ))}
      </nav>
      {children}
    </div>
  )
}
