/** The tab bar of the desk: the list, the open tickets, and the way to everything else. */
import { IconHistory, IconList, IconMail, IconPlus } from '@tabler/icons-react'
import { useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '#platform/web/keys.ts'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { SearchBox } from '#platform/web/ui/SearchBox.tsx'
import { type Tab, TabBar } from '#platform/web/ui/TabBar.tsx'
import { closeTab, moveTab, type OpenTab, reopenTab, useOpenTabs } from '#app/web/openTabs.ts'
import { useListHref } from './listHref.ts'
import { useShownTicket } from './shownTicket.ts'

const AskBeforeClosing = lazy(() => import('./AskBeforeClosing.tsx').then((m) => ({ default: m.AskBeforeClosing })))

export function DeskTabs({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation()
  const { open, closed } = useOpenTabs()
  const { pathname } = useLocation()
  const shown = useShownTicket()
  const router = useRouter()
  const navigate = useNavigate()
  const list = useListHref()
  const { close, asking, answer } = useCloseTab()
  const isNew = pathname === '/tickets/new'

  const reopen = () => {
    const tab = reopenTab()
    if (tab) void navigate({ to: '/tickets/$id', params: { id: tab.id } })
  }
  useActions({
    closeTab: shown !== undefined ? () => close(shown) : isNew ? () => router.history.push(list) : undefined,
    reopenTab: closed.length > 0 ? reopen : undefined,
  })
  const reopenKey = useKeyName('reopenTab')
  const paletteKey = useKeyName('palette')

  const tabs: Tab[] = [
    { key: 'list', href: list, icon: <IconList size={16} stroke={1.75} aria-hidden />, title: t(($) => $.desk.tickets), fixed: true },
    ...open.map((tab) => ({
      key: String(tab.id),
      href: `/tickets/${tab.id}`,
      icon: <IconMail size={14} stroke={1.75} aria-hidden />,
      number: `#${tab.id}`,
      title: tab.title,
      unread: tab.unread,
      unsaved: tab.unsaved > 0,
    })),
  ]
  if (isNew)
    tabs.push({
      key: 'new',
      href: '/tickets/new',
      icon: <IconPlus size={14} stroke={1.75} aria-hidden />,
      title: t(($) => $.desk.newTicket),
    })
  const current = pathname === '/tickets' ? 'list' : isNew ? 'new' : shown === undefined ? null : String(shown)

  return (
    <>
      <TabBar
        tabs={tabs}
        current={current}
        onMove={(key, by) => moveTab(Number(key), open.findIndex((tab) => String(tab.id) === key) + by)}
        onClose={(key) => (key === 'new' ? router.history.push(list) : close(Number(key)))}
        after={
          closed.length > 0 && (
            <IconButton
              label={t(($) => $.desk.reopenTab)}
              icon={<IconHistory size={16} stroke={1.75} />}
              hint={reopenKey}
              onClick={reopen}
            />
          )
        }
        end={<SearchBox onOpen={onSearch} hint={paletteKey ?? ''} />}
      />
      {asking && (
        <Suspense>
          <AskBeforeClosing tab={asking} onAnswer={answer} />
        </Suspense>
      )}
    </>
  )
}

/** Closes tabs: asks where something is unsaved, and moves on when the closed tab was the one shown. */
export function useCloseTab() {
  const { open } = useOpenTabs()
  const shown = useShownTicket()
  const router = useRouter()
  const list = useListHref()
  const [asking, setAsking] = useState<OpenTab>()
  const closeNow = (id: number) => {
    const next = closeTab(id)
    if (id === shown) router.history.push(next ? `/tickets/${next.id}` : list)
  }
  return {
    asking,
    close: (id: number) => {
      const tab = open.find((one) => one.id === id)
      if (tab && tab.unsaved > 0) setAsking(tab)
      else if (tab) closeNow(id)
      else if (id === shown) router.history.push(list)
    },
    answer: (yes: boolean) => {
      setAsking(undefined)
      if (yes && asking) closeNow(asking.id)
    },
  }
}
