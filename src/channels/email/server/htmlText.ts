/** HTML as plain text and plain text as HTML: for mails that came or go with one of the two only. */
import sanitizeHtml from 'sanitize-html'
import { boundedNesting } from './nesting.ts'

const block = [
  'p',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'tr',
  'table',
  'blockquote',
  'pre',
  'hr',
  'br',
  'dt',
  'dd',
  'section',
  'article',
]
const cell = ['td', 'th']

/** The text of some HTML: paragraphs and list items on their own lines, links as `text (address)`, quotes with `>`. Nothing of it is markup. */
export function htmlToText(html: string): string {
  // Out of the sanitiser comes well-formed markup with four entities only: from there on, string operations are exact.
  const known = sanitizeHtml(boundedNesting(html.replaceAll(/[\ufdd0\ufdd1]/g, '')), {
    allowedTags: [...block, ...cell, 'a', 'img'],
    allowedAttributes: { a: ['href'], img: ['alt'] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head'],
    disallowedTagsMode: 'discard',
  })
  const marked = keepPreformatted(known)
    .replaceAll(/<img(?: alt="([^"]*)")?[^>]*>/g, (_, alt: string | undefined) => (alt ? `[${alt}]` : ''))
    .replaceAll(/<a(?: href="([^"]*)")?[^>]*>(.*?)<\/a>/g, (_, href: string | undefined, inside: string) => linkText(href, inside))
    .replaceAll(/<\/t[dh]>/g, '\t')
    .replaceAll(/<li>/g, '\n- ')
    .replaceAll(/<hr \/>/g, '\n----\n')
    .replaceAll(/<br \/>/g, '\n')
    .replaceAll(/<\/(?:p|h[1-6]|ul|ol|table|pre)>|<(?:p|h[1-6]|ul|ol|table|pre)[^>]*>/g, '\n\n')
    .replaceAll(/<\/?(?:div|tr|li|dt|dd|section|article)[^>]*>/g, '\ufdd0')
    .replaceAll(/[\ufdd0\n ]+/g, (run) => (run.includes('\n') ? run.replaceAll(/[\ufdd0 ]/g, '') : run.includes('\ufdd0') ? '\n' : ' '))
  return decoded(quoted(marked))
    .replaceAll('\ufdd1', '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** White space means nothing outside of pre; in it, line ends are kept under a mark. */
const keepPreformatted = (html: string) =>
  html
    .split(/(<pre>.*?<\/pre>)/s)
    .map((part, i) => (i % 2 === 1 ? part.replaceAll('\n', '\ufdd1') : part.replaceAll(/[\t\r\n ]+/g, ' ')))
    .join('')

const bare = (s: string) => s.replace(/^(?:mailto:|tel:|https?:\/\/)/, '').replace(/\/$/, '')

function linkText(href: string | undefined, inside: string) {
  const text = inside.replaceAll(/<[^>]*>/g, ' ').trim()
  if (!href) return inside
  if (bare(text) === bare(href)) return inside
  return text === '' ? `${inside}${href}` : `${inside} (${href})`
}

function quoted(marked: string) {
  if (!marked.includes('<blockquote>')) return marked.replaceAll(/<[^>]*>/g, '')
  const lines: string[] = []
  let depth = 0
  for (const part of marked.split(/(<\/?blockquote>)/)) {
    if (part === '<blockquote>') depth += 1
    else if (part === '</blockquote>') depth = Math.max(depth - 1, 0)
    else {
      const plain = part.replaceAll(/<[^>]*>/g, '')
      if (depth === 0) lines.push(plain)
      else if (plain.trim() !== '')
        lines.push(
          plain
            .trim()
            .split(/[\n\ufdd1]/)
            .map((line) => `${'>'.repeat(Math.min(depth, 20))} ${line.trim()}`)
            .join('\n'),
        )
    }
  }
  return lines.join('\n')
}

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' }
const decoded = (text: string) => text.replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity)

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text so that HTML shows it as it is. */
export const escapeHtml = (text: string) => text.replaceAll(/[&<>"]/g, (c) => escapes[c] ?? c)

/** Plain text as HTML: paragraphs at empty lines, line breaks kept. */
export const textToHtml = (text: string) =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll(/ {2}/g, '&nbsp; ').replaceAll('\n', '<br>\n')}</p>`)
    .join('\n')
