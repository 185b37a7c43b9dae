/** Marks open tabs in which somebody else's message or comment came, until they are looked at. */
import { useEffect } from 'react'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { useTitleNews } from '#platform/web/title.ts'
import { isOpenTab, setUnread, useOpenTabs } from '#app/web/openTabs.ts'
import { useShownTicket } from './shownTicket.ts'

export function useTabNews() {
  const shown = useShownTicket()
  const { open } = useOpenTabs()
  useTitleNews('tabs', open.filter((tab) => tab.unread).length)

  useLiveEvents((events) => {
    for (const event of events) {
      if (event.own || event.subject !== 'ticket' || event.name !== 'activity.added' || !isOpenTab(event.id)) continue
      if (event.id !== shown || document.visibilityState === 'hidden') setUnread(event.id, true)
    }
  })

  useEffect(() => {
    if (shown === undefined) return undefined
    const seen = () => {
      if (document.visibilityState === 'visible') setUnread(shown, false)
    }
    seen()
    document.addEventListener('visibilitychange', seen)
    return () => document.removeEventListener('visibilitychange', seen)
  }, [shown])
}
