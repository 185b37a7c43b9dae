/** The formats of the person who looks: their zone comes from their profile, the language from the page. */
import { createContext, use, useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { localeFor, type When, whenIn } from './when.ts'

/** The zone of the User (“Europe/Prague”); without one, the device's. */
export const ZoneContext = createContext<string | undefined>(undefined)

/** Formats of dates and numbers for this page. */
export function useWhen(): When {
  const zone = use(ZoneContext)
  const { i18n } = useTranslation()
  return useMemo(() => whenIn(zone, localeFor(i18n.language)), [zone, i18n.language])
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), 30_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
const halfMinute = () => Math.floor(Date.now() / 30_000)

/** Renders again every half minute, so that “3 m” stays true; one timer for the whole page. */
export const useHalfMinute = () => useSyncExternalStore(subscribe, halfMinute)
