/** Counts the time without anybody at the page, warns before the session ends, and tells the server that somebody is still there. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#platform/web/call.ts'
import { lastActive } from '#platform/web/activity.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { getMe } from '#people/api.ts'

/** How long before the end it warns; of a very short time half. */
const warning = 60_000
const tick = 1_000
/** The server knows the last use of a session to the minute. */
const tellEvery = 45_000

/** `after` in milliseconds; `onEnd` signs out. */
export function InactivityWatch({ after, onEnd }: { after: number; onEnd: () => void }) {
  const { t } = useTranslation()
  const [left, setLeft] = useState(after)
  useEffect(() => {
    let told = Date.now()
    const clock = setInterval(() => {
      const now = Date.now()
      const active = lastActive()
      setLeft(after - (now - active))
      if (now - active >= after) {
        clearInterval(clock)
        onEnd()
      } else if (active > told && now - told > tellEvery) {
        told = now
        call(getMe, {}).catch(() => undefined) // the next request tells it, too
      }
    }, tick)
    return () => clearInterval(clock)
  }, [after, onEnd])
  const seconds = Math.max(0, Math.ceil(left / 1000))
  return (
    <Dialog open={left <= Math.min(warning, after / 2)} title={t(($) => $.signIn.inactive.title)} onClose={() => setLeft(after)}>
      <span role="timer">{t(($) => $.signIn.inactive.body, { count: seconds })}</span>
    </Dialog>
  )
}
