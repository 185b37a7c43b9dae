/**
 * Makes the document of a mail's frame. A frame obeys the page's policy, which refuses style attributes; so they travel under another name and
 * are set by our code once the frame stands, and style elements carry the page's nonce.
 */
import latinExt from '@fontsource-variable/inter/files/inter-latin-ext-opsz-normal.woff2?url'
import latin from '@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2?url'

const policy =
  "default-src 'none'; img-src 'self' data: blob:; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'; form-action 'none'"
const ownColours = '[data-style*="color"], [data-style*="background"], [bgcolor], [color], [background], style'

const nonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** Style attributes under the name that the frame knows. Only in tags: a text may speak of `style=` too. */
export const stylesAside = (html: string) => html.replaceAll(/<[^<>]*>/g, (tag) => tag.replaceAll(/\sstyle\s*=/gi, ' data-style='))

/** A share of the window's height would be one of the frame's own, which grows to its content: it would never end. So it is one of 800 pixels. */
const withoutWindow = (styles: string) =>
  styles.replaceAll(/(\d*\.?\d+)[dls]?v(?:h|b|min|max)\b/gi, (_, share: string) => `${Number(share) * 8}px`)

/** The frame's `srcdoc` for sanitised HTML; the strict policy and the sandbox hold even if the HTML were not. */
export function mailDocument(html: string): string {
  const page = new DOMParser().parseFromString(stylesAside(html), 'text/html')
  for (const style of page.querySelectorAll('style')) {
    style.setAttribute('nonce', nonce())
    style.textContent = withoutWindow(style.textContent)
  }
  for (const link of page.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
    // Text and target differ: where it really leads stands beside it.
    const host = link.getAttribute('data-mismatch')
    if (host) link.append(Object.assign(page.createElement('small'), { textContent: ` → ${host}` }))
  }
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"></head><body>${page.body.innerHTML}</body></html>`
}

const set = (element: HTMLElement, styles: Record<string, string>) => {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value)
}

/** Fits a mail into the desk: its type, and the desk's colours where the mail brings none; with colours of its own it stays on white. */
export function dressMail(page: Document, dark: boolean) {
  const plain = !page.querySelector(ownColours)
  const tokens = getComputedStyle(document.documentElement)
  const token = (name: string) => tokens.getPropertyValue(name).trim()

  for (const element of page.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = withoutWindow(element.dataset.style ?? '')
    // Nothing may leave its place, neither over the rest of the mail nor out of sight.
    if (/fixed|sticky/.test(element.style.position)) element.style.position = 'static'
  }
  set(page.documentElement, {
    'color-scheme': dark && plain ? 'dark' : 'light',
    background: plain || !dark ? 'transparent' : '#fff',
    'overflow-y': 'hidden',
  })
  set(page.body, {
    margin: '0',
    padding: plain || !dark ? '0' : '8px',
    font: `14px/21px ${token('--font') || 'sans-serif'}`,
    color: plain ? token('--ink') || '#211e1a' : '#211e1a',
    'overflow-wrap': 'anywhere',
    'max-width': plain ? '74ch' : 'none',
    display: 'flow-root',
  })
  if (plain) for (const link of page.querySelectorAll<HTMLElement>('a[href]')) link.style.color = token('--accent-ink')
  for (const image of page.querySelectorAll('img')) set(image, { 'max-width': '100%' })
  if (plain) for (const block of page.querySelectorAll<HTMLElement>('p, ul, ol')) block.style.marginBlock = '6px'
  for (const block of page.querySelectorAll<HTMLElement>('body > :first-child')) block.style.marginTop = '0'
  for (const block of page.querySelectorAll<HTMLElement>('body > :last-child')) block.style.marginBottom = '0'
  bringFonts(page)
}

/** The desk's type inside of the frame, from files that the page has already loaded. */
function bringFonts(page: Document) {
  const FrameFontFace = page.defaultView?.FontFace
  if (!FrameFontFace) return
  const latinRange =
    'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212'
  const extRange = 'U+0100-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF'
  for (const [file, unicodeRange] of [
    [latin, latinRange],
    [latinExt, extRange],
  ] as const)
    page.fonts.add(new FrameFontFace('Inter Variable', `url(${file})`, { weight: '100 900', unicodeRange, display: 'swap' }))
}
