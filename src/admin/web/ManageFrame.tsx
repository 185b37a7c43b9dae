/** Manage: its pages at the side, in groups and to be searched, the open one beside them; on phones the list of pages first. */
import { IconChevronLeft } from '@tabler/icons-react'
import { Outlet, useLocation } from '@tanstack/react-router'
import { type KeyboardEvent, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextInput } from '@mantine/core'
import { useMe } from '#people/web/session.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import css from './ManageFrame.module.css'
import { groups, hrefOf, managePages } from './pages.ts'

export function ManageFrame() {
  const { t } = useTranslation()
  const path = useLocation({ select: (location) => location.pathname })
  return (
    <div className={css.frame} data-home={path === '/manage' || undefined}>
      <Pages path={path} />
      <div className={css.open}>
        <Go href="/manage" className={css.back}>
          <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          {t(($) => $.manage.title)}
        </Go>
        <Suspense
          fallback={
            <div className={css.loading}>
              <SkeletonLines />
            </div>
          }
        >
          <Outlet />
        </Suspense>
      </div>
    </div>
  )
}

function Pages({ path }: { path: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const [words, setWords] = useState('')
  const named = managePages(me.permissions).map((page) => ({ ...page, name: t(($) => $.manage.page[page.key]), href: hrefOf(page) }))
  const wanted = words.trim().toLowerCase()
  const shown = named.filter((page) => page.name.toLowerCase().includes(wanted))
  const isOpen = (href: string) => path === href || path.startsWith(`${href}/`)
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || words === '') return
    event.stopPropagation()
    setWords('')
  }
  return (
    <nav className={css.pages} aria-label={t(($) => $.manage.title)}>
      <p className={css.title}>{t(($) => $.manage.title)}</p>
      <TextInput
        className={css.search ?? ''}
        type="search"
        aria-label={t(($) => $.manage.findPage)}
        placeholder={t(($) => $.manage.findPage)}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={leave}
      />
      {shown.length === 0 && <p className={css.none}>{t(($) => $.manage.noPage)}</p>}
      {groups
        .map((group) => ({ group, pages: shown.filter((page) => page.group === group) }))
        .filter(({ pages }) => pages.length > 0)
        .map(({ group, pages }) => (
          <div key={group} role="group" aria-label={t(($) => $.manage.group[group])} className={css.group}>
            <p className={css.groupName} aria-hidden>
              {t(($) => $.manage.group[group])}
            </p>
            {pages.map((page) => (
              <Go
                key={page.path}
                href={page.href}
                className={`${css.page} ring-inside`}
                aria-current={isOpen(page.href) ? 'page' : undefined}
              >
                {page.name}
              </Go>
            ))}
          </div>
        ))}
    </nav>
  )
}
