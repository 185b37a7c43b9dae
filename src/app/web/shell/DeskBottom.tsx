/** On phones: tickets, open tabs, search and oneself, within reach of the thumb. */
import { IconAppWindow, IconBell, IconSearch, IconSettings, IconTicket, IconUser, IconUsers } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { manageHref } from '#admin/web/pages.ts'
import { BottomBar } from '#platform/web/ui/BottomBar.tsx'
import { useNewest } from '#notifications/web/notified.ts'
import { useMe } from '#people/web/session.ts'
import { useListHref } from './listHref.ts'

const OpenTabsSheet = lazy(() => import('./OpenTabsSheet.tsx').then((m) => ({ default: m.OpenTabsSheet })))

export function DeskBottom({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useLocation()
  const list = useListHref()
  const manage = manageHref(me.permissions)
  const [showing, setShowing] = useState(false)
  const unread = useNewest()?.unread ?? 0
  const icon = { size: 20, stroke: 1.6, 'aria-hidden': true } as const
  return (
    <>
      <BottomBar
        items={[
          { key: 'tickets', label: t(($) => $.desk.tickets), icon: <IconTicket {...icon} />, href: list, current: pathname === '/tickets' },
          { key: 'tabs', label: t(($) => $.desk.openTabs), icon: <IconAppWindow {...icon} />, onPress: () => setShowing(true) },
          { key: 'search', label: t(($) => $.desk.search), icon: <IconSearch {...icon} />, onPress: onSearch },
          ...(me.permissions.includes('contacts.read')
            ? [
                {
                  key: 'contacts',
                  label: t(($) => $.crm.contacts),
                  icon: <IconUsers {...icon} />,
                  href: '/contacts',
                  current: pathname.startsWith('/contacts') || pathname.startsWith('/accounts'),
                },
              ]
            : []),
          ...(manage
            ? [
                {
                  key: 'manage',
                  label: t(($) => $.desk.manage),
                  icon: <IconSettings {...icon} />,
                  href: manage,
                  current: pathname.startsWith('/manage'),
                },
              ]
            : []),
          {
            key: 'notifications',
            label: t(($) => $.notify.title),
            icon: <IconBell {...icon} />,
            href: '/notifications',
            current: pathname === '/notifications',
            count: unread,
          },
          { key: 'me', label: t(($) => $.desk.me), icon: <IconUser {...icon} />, href: '/account', current: pathname === '/account' },
        ]}
      />
      {showing && (
        <Suspense>
          <OpenTabsSheet onClose={() => setShowing(false)} />
        </Suspense>
      )}
    </>
  )
}
