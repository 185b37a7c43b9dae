/** The Tickets module: views beside their list. */
import { IconLayoutSidebar } from '@tabler/icons-react'
import { getRouteApi, useLocation, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#platform/web/title.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { useSidebar } from '#platform/web/ui/useSidebar.ts'
import { useCounts } from '#views/web/useCounts.ts'
import { placeOf, useViews, viewOfAddress } from '#views/web/useViews.ts'
import { ViewsColumn } from '#views/web/ViewsColumn.tsx'
import { rememberList } from '#app/web/shell/listHref.ts'
import { TicketListPanel } from './TicketListPanel.tsx'

const route = getRouteApi('/desk/tickets')

export function TicketsPage() {
  const { t } = useTranslation()
  const asked = route.useSearch()
  const { href } = useLocation()
  const navigate = useNavigate()
  const { sidebar: views, error, retry } = useViews()
  const counts = useCounts(views)
  const sidebar = useSidebar('tessera:views')
  const view = views && viewOfAddress(views, asked.view)
  const place = views && view && placeOf(views, view.id, asked.place)
  useTitle(view?.name ?? t(($) => $.views.tickets))
  useEffect(() => rememberList(href), [href])
  // Addresses once named the views made at set-up by their key.
  const old = typeof asked.view === 'string' ? view?.id : undefined
  useEffect(() => {
    if (old !== undefined) void navigate({ to: '/tickets', search: (now) => ({ ...now, view: old }), replace: true })
  }, [old, navigate])
  useEffect(() => {
    // Sooner or later a ticket is opened: its page is fetched while nothing else is going on.
    const idle = setTimeout(() => void import('./TicketPage.tsx').catch(() => {}), 2000)
    return () => clearTimeout(idle)
  }, [])
  const before = !sidebar.open && (
    <IconButton
      label={t(($) => $.shell.showViews)}
      icon={<IconLayoutSidebar size={16} stroke={1.75} />}
      onClick={() => sidebar.setOpen(true)}
    />
  )
  return (
    <>
      <ViewsColumn
        views={views}
        trouble={error && !views ? { message: error.message, retry } : undefined}
        current={{ view: view?.id, place: place?.id }}
        counts={counts}
        sidebar={sidebar}
      />
      {view && old === undefined && (
        <TicketListPanel
          key={`${view.id} ${place?.id}`}
          view={view}
          place={place?.id}
          count={place ? counts.at(place) : counts.of(view.id)}
          before={before}
        />
      )}
      {views && !view && <NoView before={before} known={views.views.size > 0} />}
    </>
  )
}

/** The address means a view that is gone or not one's own, or there is none at all. */
function NoView({ before, known }: { before: ReactNode; known: boolean }) {
  const { t } = useTranslation()
  return (
    <section style={{ flex: 1, minWidth: 0 }} aria-label={t(($) => $.views.tickets)}>
      <ListHead before={before} name={t(($) => $.views.tickets)} />
      <EmptyState
        action={
          known && (
            <Go href="/tickets" className="link">
              {t(($) => $.views.sidebar.showFirst)}
            </Go>
          )
        }
      >
        {known ? t(($) => $.views.sidebar.notFound) : t(($) => $.views.sidebar.none)}
      </EmptyState>
    </section>
  )
}
