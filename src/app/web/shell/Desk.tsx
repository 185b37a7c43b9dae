/** The frame around every page of a signed-in User: rail, tabs, live connection, palette and keys. */
import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMantineColorScheme } from '@mantine/core'
import { manageHref } from '#admin/web/pages.ts'
import { type Offered, setKeyboard, useActions } from '#platform/web/keys.ts'
import { LiveProvider, useReconnecting } from '#platform/web/LiveProvider.tsx'
import { AppShell } from '#platform/web/ui/AppShell.tsx'
import { useTypeAhead } from '#platform/web/useTypeAhead.ts'
import { ZoneContext } from '#platform/web/useWhen.ts'
import { InactivityGuard } from '#people/signIn/web/InactivityGuard.tsx'
import { SeeAsBanner } from '#people/web/SeeAsBanner.tsx'
import { checkSession, useMe } from '#people/web/session.ts'
import { usePreferenceNews, usePreferences } from '#people/web/usePreferences.ts'
import { usePresence } from '#presence/web/present.ts'
import { useNotified } from '#notifications/web/notified.ts'
import { RunChip } from '#runs/web/RunChip.tsx'
import { useTicketNews } from '#views/web/ticketNews.ts'
import { useOpenTabs } from '#app/web/openTabs.ts'
import { useTimedTabs } from '#worktime/web/useTicketActivity.ts'
import css from './Desk.module.css'
import { DeskBottom } from './DeskBottom.tsx'
import { DeskRail } from './DeskRail.tsx'
import { DeskTabs } from './DeskTabs.tsx'
import { useListHref } from './listHref.ts'
import { useShownTicket } from './shownTicket.ts'
import { useSharedNews } from './useSharedNews.ts'
import { useEndInactive } from './useEndInactive.ts'
import { useKeptTabs } from './useKeptTabs.ts'
import { useTabNews } from './useTabNews.ts'

const Palette = lazy(() => import('./Palette.tsx').then((m) => ({ default: m.Palette })))
const RunsDialog = lazy(() => import('#runs/web/RunsDialog.tsx').then((m) => ({ default: m.RunsDialog })))
const KeySheet = lazy(() => import('./KeySheet.tsx').then((m) => ({ default: m.KeySheet })))

/** The frame of all pages but sign-in and set-up. */
export function Desk() {
  const me = useMe()
  const queries = useQueryClient()
  return (
    <ZoneContext value={me.timeZone ?? undefined}>
      <LiveProvider onRefused={() => void checkSession(queries).catch(() => {})}>
        <Frame />
      </LiveProvider>
    </ZoneContext>
  )
}

function Frame() {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const close = () => setOpen(null)
  const typedAhead = useTypeAhead(open === 'palette', close)
  /** My runs: all of them, or one opened at once. */
  const [runs, setRuns] = useState<'all' | number | null>(null)
  const endInactive = useEndInactive()
  useKeptTabs()
  useTabNews()
  useTicketNews()
  const router = useRouter()
  useNotified(useShownTicket(), (id) => router.history.push(`/tickets/${id}`))
  const { open: tabs } = useOpenTabs()
  useTimedTabs(tabs.map(({ id }) => id))
  usePresence(tabs.filter(({ unsaved }) => unsaved > 0).map(({ id }) => id))
  useSharedNews()
  useFocusOnMove()
  usePreferenceNews()
  useOwnKeys()
  useDeskActions({
    search: () => setOpen('palette'),
    palette: () => setOpen((now) => (now === 'palette' ? null : 'palette')),
    showKeys: () => setOpen('keys'),
    showRuns: () => setRuns('all'),
  })
  return (
    <>
      <AppShell
        rail={<DeskRail onKeys={() => setOpen('keys')} onRuns={() => setRuns('all')} />}
        tabs={<DeskTabs onSearch={() => setOpen('palette')} />}
        bottom={<DeskBottom onSearch={() => setOpen('palette')} />}
        notice={
          <>
            <SeeAsBanner />
            <Reconnecting />
          </>
        }
      >
        <Outlet />
      </AppShell>
      <RunChip onShow={setRuns} />
      <InactivityGuard onEnd={endInactive} />
      <Suspense>
        {open === 'palette' && <Palette typedAhead={typedAhead} onClose={close} />}
        {open === 'keys' && <KeySheet onClose={close} />}
        {runs !== null && <RunsDialog key={runs} first={runs === 'all' ? undefined : runs} onClose={() => setRuns(null)} />}
      </Suspense>
    </>
  )
}

/** Calm, and only when the gap has lasted two seconds. */
function Reconnecting() {
  const { t } = useTranslation()
  const shown = useReconnecting()
  return (
    <div role="status" className={css.notice} hidden={!shown}>
      {shown && t(($) => $.desk.reconnecting)}
    </div>
  )
}

/** After a move to another page the keyboard and the screen reader begin at its content, unless the page chose its own place. */
function useFocusOnMove() {
  const pathname = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === undefined || before.current === pathname) {
      before.current = pathname
      return
    }
    before.current = pathname
    const content = document.querySelector<HTMLElement>('#content')
    if (!content?.contains(document.activeElement)) content?.focus({ preventScroll: true })
  }, [pathname])
}

/** The keys are those that this User chose, for what they may do. */
function useOwnKeys() {
  const { permissions } = useMe()
  const { keys } = usePreferences()
  useEffect(() => setKeyboard({ chosen: keys, may: (permission) => permissions.includes(permission) }), [keys, permissions])
}

/** What is possible on every page. */
function useDeskActions(own: Offered) {
  const router = useRouter()
  const list = useListHref()
  const manage = manageHref(useMe().permissions)
  const { setColorScheme } = useMantineColorScheme()
  const go = (href: string) => () => router.history.push(href)
  useActions({
    ...own,
    newTicket: go('/tickets/new'),
    goTickets: go(list),
    goContacts: go('/contacts'),
    goAccounts: go('/accounts'),
    goTime: go('/time'),
    goAccount: go('/account'),
    goManage: manage ? go(manage) : undefined,
    themeLight: () => setColorScheme('light'),
    themeDark: () => setColorScheme('dark'),
    themeAuto: () => setColorScheme('auto'),
  })
}
