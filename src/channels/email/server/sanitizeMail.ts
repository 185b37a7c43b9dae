/**
 * The HTML of a mail as it may be shown: no script, no form, nothing that loads by itself, styles of text and boxes only.
 * It is shown in a sandboxed frame without script besides; neither relies on the other.
 */
import sanitizeHtml, { type Attributes, type Tag } from 'sanitize-html'
import { markQuoted, type QuoteMark } from '#activities/quotedHtml.ts'
import { wellFormed } from '#platform/shapes.ts'
import { mismatch, safeLink } from './mailLink.ts'
import { type MailSheet, readSheets, withSheets } from './mailSheet.ts'
import { filterStyle } from './mailStyle.ts'
import { boundedNesting } from './nesting.ts'

export interface SanitizeOptions {
  /** Remote images keep their address; otherwise it moves to `data-src`, where nothing loads it. */
  allowRemoteImages: boolean
  /** Where the desk has the n-th remote image fetched (from 0), in the order of the mail; without it they keep their own address. */
  remoteUrl?: (n: number) => string
  /** Where the part of this Content-ID can be had; null where there is none. */
  cidUrl: (contentId: string) => string | null
  /** Wraps what is quoted to the end in `<div data-quoted="">`; default true. */
  markQuotes?: boolean
}

export interface SanitizedMail {
  html: string
  blockedRemoteImages: number
  /** The addresses of the remote images, in order. */
  remoteImages: string[]
  /** Links whose text names another site than they lead to; marked with `data-mismatch="real.host"`. */
  mismatchedLinks: number
}

const maxHtml = 2 * 1024 * 1024
const tags =
  'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr'.split(
    ' ',
  )
const looks = ['style', 'dir', 'lang', 'title', 'align', 'valign', 'width', 'height', 'bgcolor', 'data-quote']
const none: readonly string[] = []

/** Makes HTML fit to be shown. Any input gives an answer; the same input gives the same one. */
export function sanitizeMail(html: string, options: SanitizeOptions): SanitizedMail {
  const remote: string[] = []
  const bounded = wellFormed(html.slice(0, maxHtml))
  const sheet = readSheets(bounded)
  const clean = sanitizeHtml(boundedNesting(bounded), {
    allowedTags: tags,
    allowedAttributes: {
      '*': looks,
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'data-src', 'data-blocked', 'referrerpolicy', 'border', 'hspace', 'vspace'],
      font: ['color', 'face', 'size'],
      table: ['border', 'cellpadding', 'cellspacing', 'rules', 'frame', 'summary'],
      td: ['colspan', 'rowspan', 'nowrap', 'headers', 'scope'],
      th: ['colspan', 'rowspan', 'nowrap', 'headers', 'scope'],
      col: ['span'],
      colgroup: ['span'],
      ol: ['start', 'type', 'reversed'],
      ul: ['type'],
      li: ['value', 'type'],
      hr: ['size', 'noshade'],
      bdo: ['dir'],
    },
    // Addresses are checked below, where cid: and the images of the desk are told apart.
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'sms', 'data', 'cid'],
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    disallowedTagsMode: 'discard',
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'title',
      'template',
      'xmp',
      'noembed',
      'noframes',
      'iframe',
      'object',
      'svg',
      'math',
    ],
    enforceHtmlBoundary: false,
    transformTags: { '*': (name, attributes) => transformed(name, attributes, options, sheet, remote) },
  })
  const linked = markMismatches(clean)
  const marked = options.markQuotes === false ? linked.html : markQuoted(linked.html)
  return {
    html: marked.replaceAll(/ data-quote="\w+"/g, ''),
    blockedRemoteImages: options.allowRemoteImages ? 0 : remote.length,
    remoteImages: remote,
    mismatchedLinks: linked.count,
  }
}

function transformed(name: string, given: Attributes, options: SanitizeOptions, sheet: MailSheet, remote: string[]): Tag {
  const attribs: Attributes = {}
  for (const [key, value] of Object.entries(given)) if (!key.startsWith('data-')) attribs[key] = value
  const own = given['style'] === undefined ? '' : filterStyle(given['style'])
  const style = withSheets(sheet, name, classesOf(given['class']), own)
  if (style === '') delete attribs['style']
  else attribs['style'] = style
  const mark = quoteMark(name, given)
  if (mark !== null) attribs['data-quote'] = mark
  if (name === 'a') return { tagName: name, attribs: link(attribs) }
  if (name === 'img') return { tagName: name, attribs: image(attribs, options, remote) }
  // The page's own body would be dropped with its colours.
  return { tagName: name === 'body' ? 'div' : name, attribs }
}

const classesOf = (written = '') => (written === '' ? none : written.slice(0, 1_000).toLowerCase().trim().split(/\s+/))

/** How mail programs mark what stands under a message. */
const signatureClasses = new Set([
  'gmail_signature',
  'gmail_signature_prefix',
  'moz-signature',
  'protonmail_signature_block',
  'x_gmail_signature',
  'yahoo_signature',
  'ymail_android_signature',
])
const signatureIds =
  /^(?:x_)*(?:signature|ms-outlook-mobile-signature|applemailsignature|ymail_android_signature|yahoo_signature|tutanota_signature)$/i

/** How mail programs mark what they quote. */
function quoteMark(name: string, { class: written = '', id = '', type = '', style = '' }: Attributes): QuoteMark | null {
  const classes = classesOf(written)
  if (classes.some((c) => signatureClasses.has(c)) || signatureIds.test(id)) return 'signature'
  if (name === 'blockquote' || /^cite$/i.test(type)) return 'part'
  if (classes.some((c) => c === 'gmail_quote' || c === 'gmail_quote_container' || c === 'protonmail_quote')) return 'part'
  if (classes.some((c) => c.endsWith('yahoo_quoted'))) return 'whole'
  if (classes.includes('moz-cite-prefix') || classes.includes('gmail_attr')) return 'intro'
  if (/^(?:x_)?(?:isreplycontent|quote)$/i.test(id) || classes.includes('samsung_quote')) return 'part'
  if (/^(?:x_)?(?:divrplyfwdmsg|appendonsend|mail-editor-reference-message-container)$/i.test(id)) return 'end'
  // Outlook's line above the header of the quoted mail has nothing but its look.
  if (
    name === 'div' &&
    /border-top:\s*(?:solid #(?:e1e1e1|b5c4df)|1px solid #(?:e1e1e1|b5c4df))/i.test(style) &&
    /border:\s*none/i.test(style)
  )
    return 'end'
  return null
}

function link(attribs: Attributes): Attributes {
  const { href, target: _target, rel: _rel, ...others } = attribs
  const safe = href === undefined ? null : safeLink(href)
  return safe === null ? others : { ...others, href: safe, target: '_blank', rel: 'noopener noreferrer nofollow' }
}

const ownImage = /^data:image\/(?:png|gif|jpe?g|webp|bmp);base64,[a-z0-9+/=\s]*$/i

function image(attribs: Attributes, options: SanitizeOptions, remote: string[]): Attributes {
  const { src, ...others } = attribs
  if (src === undefined) return others
  // eslint-disable-next-line no-control-regex -- browsers drop these
  const read = src.replaceAll(/[\t\n\r]/g, '').replaceAll(/^[\x00-\x20]+|[\x00-\x20]+$/g, '')
  if (/^cid:/i.test(read)) {
    const url = options.cidUrl(contentId(read.slice('cid:'.length)))
    return url === null ? others : { ...others, src: url }
  }
  if (ownImage.test(read)) return { ...others, src: read }
  if (!/^(?:https?:)?\/\//i.test(read)) return others
  const address = read.startsWith('//') ? `https:${read}` : read
  const n = remote.push(address) - 1
  if (!options.allowRemoteImages) return { ...others, 'data-src': address, 'data-blocked': 'true' }
  return { ...others, src: options.remoteUrl?.(n) ?? address, referrerpolicy: 'no-referrer' }
}

function contentId(written: string) {
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}

const unescaped: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const decoded = (text: string) => text.replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => unescaped[entity] ?? entity)

function markMismatches(html: string) {
  let count = 0
  const marked = html.replaceAll(/<a ([^<>]*)>((?:(?!<\/?a[ >]).){0,2000}?)<\/a>/gs, (whole, attributes: string, inside: string) => {
    const href = / ?href="([^"]*)"/.exec(attributes)?.[1]
    const target = href === undefined ? null : mismatch(decoded(inside.replaceAll(/<[^<>]*>/g, '')), decoded(href))
    if (target === null) return whole
    count += 1
    return `<a ${attributes} data-mismatch="${target.replaceAll(/[^\w.:[\]-]/g, '')}">${inside}</a>`
  })
  return { html: marked, count }
}
