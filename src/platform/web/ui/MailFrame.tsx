/**
 * The HTML form of a message in a frame of its own: no script runs in it, nothing of the page is within its reach, links open elsewhere.
 * It grows to its content. A mail with colours of its own stays on white paper, a plain one takes the colours of the desk.
 */
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './MailFrame.module.css'

export interface MailFrameProps {
  /** Where the server serves the sanitised body with a strict policy of its own, … */
  src?: string
  /** … or the sanitised HTML itself; inline styles then obey the page's policy. */
  html?: string
  /** How many images of other servers are blocked; the bar shows when there are any. */
  blockedImages?: number
  onShowImages?: () => void
  /** Whose message it is, for the frame's accessible name. */
  from?: string
}

const policy = "default-src 'none'; img-src data: cid: 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
const wrapped = (html: string) =>
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank">${html}`

const ownColours = '[style*="color"], [style*="background"], [bgcolor], [color], [background], style'

const set = (element: HTMLElement, styles: Record<string, string>) => {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value)
}

/** Fits the text into the desk: its type, and its colours where the message brings none. */
function dress(page: Document, dark: boolean) {
  const plain = !page.querySelector(ownColours)
  const root = page.documentElement
  const tokens = getComputedStyle(document.documentElement)
  const token = (name: string) => tokens.getPropertyValue(name).trim()
  set(root, { 'color-scheme': dark && plain ? 'dark' : 'light', background: plain ? 'transparent' : '#fff', 'overflow-y': 'hidden' })
  set(page.body, {
    margin: '0',
    padding: plain ? '0' : '8px',
    font: `14px/21px ${token('--font') || 'sans-serif'}`,
    color: plain ? token('--ink') || '#211e1a' : '#211e1a',
    'overflow-wrap': 'anywhere',
    display: 'flow-root',
  })
  for (const link of page.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
    if (plain && link instanceof HTMLElement) link.style.color = token('--accent-ink')
  }
  for (const image of page.querySelectorAll('img')) set(image, { 'max-width': '100%' })
}

export function MailFrame({ src, html, blockedImages = 0, onShowImages, from }: MailFrameProps) {
  const { t } = useTranslation()
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  const frame = useRef<HTMLIFrameElement>(null)
  const [loads, setLoads] = useState(0)

  useEffect(() => {
    const element = frame.current
    const page = element?.contentDocument
    if (!element || !page?.body || loads === 0) return undefined
    dress(page, dark)
    const fit = () => {
      element.style.height = `${Math.ceil(page.body.getBoundingClientRect().height) + (page.body.scrollWidth > element.clientWidth ? 14 : 0)}px`
    }
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(page.body)
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
        // Without allow-scripts nothing in it can run; the same origin lets the page measure it.
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        {...(src === undefined ? { srcDoc: wrapped(html ?? '') } : { src })}
        onLoad={() => setLoads((n) => n + 1)}
      />
    </div>
  )
}
