/**
 * The HTML form of a message in a frame of its own: no script runs in it, nothing of the page is within its reach, links open elsewhere.
 * It grows to its content. A mail with colours of its own stays on white paper, a plain one takes the colours of the desk.
 */
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dressMail, mailDocument } from './mailDocument.ts'
import css from './MailFrame.module.css'

export interface MailFrameProps {
  /** Sanitised HTML of the message. */
  html: string
  /** How many images of other servers are blocked; the bar shows when there are any. */
  blockedImages?: number
  onShowImages?: () => void
  /** Whose message it is, for the frame's accessible name. */
  from?: string
}

export function MailFrame({ html, blockedImages = 0, onShowImages, from }: MailFrameProps) {
  const { t } = useTranslation()
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const frame = useRef<HTMLIFrameElement>(null)
  const [loads, setLoads] = useState(0)
  const page = useMemo(() => mailDocument(html), [html])

  useEffect(() => {
    const element = frame.current
    const inside = element?.contentDocument
    if (!element || !inside?.body || loads === 0) return undefined
    dressMail(inside, dark)
    const fit = () => {
      const scrollsSideways = inside.documentElement.scrollWidth > element.clientWidth
      element.style.height = `${Math.ceil(inside.body.getBoundingClientRect().height) + (scrollsSideways ? 14 : 0)}px`
    }
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(inside.body)
    return () => watch.disconnect()
  }, [loads, dark])

  return (
    <div className={css.mail}>
      {blockedImages > 0 && (
        <div className={css.bar}>
          <span>{t(($) => $.mail.imagesBlocked)}</span>
          {onShowImages && (
            <button type="button" className={css.show} onClick={onShowImages}>
              {t(($) => $.mail.showImages)}
            </button>
          )}
        </div>
      )}
      <iframe
        ref={frame}
        className={css.frame}
        title={from ? `${t(($) => $.mail.frame)}: ${from}` : t(($) => $.mail.frame)}
        // Without allow-scripts nothing in it can run; the same origin lets the page dress and measure it.
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={page}
        onLoad={() => setLoads((n) => n + 1)}
      />
    </div>
  )
}
