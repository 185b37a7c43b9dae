/** The Tickets module: views beside their list. */
import { IconLayoutSidebar } from '@tabler/icons-react'
import { getRouteApi, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#platform/web/title.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { useSidebar } from '#platform/web/ui/useSidebar.ts'
import { useViewCounts } from '#views/web/useViewCounts.ts'
import { ViewsColumn } from '#views/web/ViewsColumn.tsx'
import { rememberList } from '#app/web/shell/listHref.ts'
import { TicketListPanel } from './TicketListPanel.tsx'

const route = getRouteApi('/desk/tickets')

export function TicketsPage() {
  const { t } = useTranslation()
  const { view = 'open', sort = 'lastActivityAt', order = 'desc' } = route.useSearch()
  const { href } = useLocation()
  const counts = useViewCounts()
  const sidebar = useSidebar('tessera:views')
  useTitle(t(($) => $.views.names[view]))
  useEffect(() => rememberList(href), [href])
  useEffect(() => {
    // Sooner or later a ticket is opened: its page is fetched while nothing else is going on.
    const idle = setTimeout(() => void import('./TicketPage.tsx').catch(() => {}), 2000)
    return () => clearTimeout(idle)
  }, [])
  return (
    <>
      <ViewsColumn current={view} counts={counts} sidebar={sidebar} />
      <TicketListPanel
        key={view}
        view={view}
        order={{ sort, order }}
        count={counts?.get(view)}
        before={
          !sidebar.open && (
            <IconButton
              label={t(($) => $.shell.showViews)}
              icon={<IconLayoutSidebar size={16} stroke={1.75} />}
              onClick={() => sidebar.setOpen(true)}
            />
          )
        }
      />
    </>
  )
}
