/** What this page knows of one's notifications: how many are unread; desktop notices; opening a ticket reads what is said of it. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { listNotifications, type Notification as Told, readNotifications } from '#notifications/api.ts'
import { call } from '#platform/web/call.ts'
import { useLiveNotified } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { useSentence } from './useSentence.ts'

const newest = { unread: 'true', limit: 20 } as const

/** The newest unread ones. */
export const useNewest = () => useEndpoint(listNotifications, newest, { staleTime: 30_000, refetchInterval: 120_000 }).data

/** Mounted once around all pages: hears that something was told, and lets the desktop say it where nobody looks at the page. */
export function useNotified(shown: number | undefined, open: (ticketId: number) => void) {
  const queries = useQueryClient()
  const { t } = useTranslation()
  const sentence = useSentence()
  const data = useNewest()
  useLiveNotified(() => void queries.invalidateQueries({ queryKey: keyOf(listNotifications) }))

  const said = useRef<number>(undefined)
  const tell = useEffectEvent((told: readonly Told[]) => {
    const last = said.current
    said.current = Math.max(last ?? 0, ...told.map(({ id }) => id))
    // What was there before the page came is no news.
    if (last === undefined || !('Notification' in window) || Notification.permission !== 'granted') return
    for (const one of told) {
      if (one.id <= last || !one.desktop) continue
      if (document.visibilityState === 'visible' && one.ticket?.id === shown) continue
      const title = one.ticket ? `#${one.ticket.id} ${one.ticket.title}` : t(($) => $.notify.manyTickets)
      // The same tag in every window: the desktop shows it once.
      const notice = new Notification(title, { body: sentence(one), tag: `tessera ${one.id}` })
      notice.addEventListener('click', () => {
        window.focus()
        if (one.ticket) open(one.ticket.id)
        notice.close()
      })
    }
  })
  useEffect(() => {
    if (data) tell(data.notifications)
  }, [data])

  // Whoever has the ticket before them needs not be told of it.
  const isThere = data?.notifications.some(({ ticket }) => ticket !== null && ticket.id === shown) ?? false
  useEffect(() => {
    if (!isThere || shown === undefined) return undefined
    const read = () => {
      if (document.visibilityState === 'visible') void call(readNotifications, { ticketId: shown }).catch(() => undefined)
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [isThere, shown])
}
