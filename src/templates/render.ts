/** Puts facts in the place of placeholders: `{{contact.firstName}}`, or `{{contact.firstName|there}}` with what to say where it is empty. Pure. */
import { customFieldOf, isPlaceholder, type Facts } from './placeholders.ts'

/** The name, and after a `|` the fallback. No tag can stand inside: a placeholder is text. */
const placeholder = /\{\{([^{}|<>]*)(?:\|([^{}<>]*))?\}\}/g
const begins = /\{\{/g

export interface PlaceholderProblem {
  code: 'unknown_placeholder' | 'malformed_placeholder'
  /** What is written, and where it begins in the text. */
  details: { placeholder: string; position: number }
}

/** Every placeholder that is not one, in the order of the text. `customIds` are the custom fields of tickets that there are. */
export function placeholderProblems(text: string, customIds: ReadonlySet<number>): PlaceholderProblem[] {
  const whole = new Map([...text.matchAll(placeholder)].map((found) => [found.index, nameIn(found[1])]))
  return [...text.matchAll(begins)].flatMap(({ index }): PlaceholderProblem[] => {
    // Of `{{{`, the last two braces begin it.
    if (text[index + 2] === '{') return []
    const name = whole.get(index) ?? whole.get(index + 1)
    if (name === undefined)
      return [
        { code: 'malformed_placeholder', details: { placeholder: text.slice(index, index + 40).split(/[<\n]/)[0] ?? '', position: index } },
      ]
    const custom = customFieldOf(name)
    if (isPlaceholder(name) || (custom !== null && customIds.has(custom))) return []
    return [{ code: 'unknown_placeholder', details: { placeholder: name, position: index } }]
  })
}

/** White space of any kind may stand around a name; editors like to make it unbreakable. */
const nameIn = (written = '') => written.replaceAll('&nbsp;', ' ').trim()

/** One line of plain text, or several: values stand as they are. `gaps` as of {@link renderRich}. */
export function renderPlain(text: string, facts: Facts, { gaps = false } = {}): string {
  return text.replaceAll(placeholder, (_, name: string, fallback?: string) =>
    gaps && isGap(facts, nameIn(name), fallback) ? `{{${nameIn(name)}}}` : valueOf(facts, nameIn(name)) || (fallback ?? ''),
  )
}

const isGap = (facts: Facts, name: string, fallback: string | undefined) =>
  fallback === undefined && (isPlaceholder(name) || customFieldOf(name) !== null) && valueOf(facts, name) === ''

/** A placeholder as it stands in a text. */
export interface PlacedPlaceholder {
  name: string
  fallback: string | null
  from: number
  to: number
}

/** The placeholders in a text, in its order; braces around other words are nobody's business. */
export const placeholdersIn = (text: string): PlacedPlaceholder[] =>
  [...text.matchAll(placeholder)].flatMap(({ index, 0: written, 1: name, 2: fallback }) =>
    isPlaceholder(nameIn(name)) || customFieldOf(nameIn(name)) !== null
      ? [{ name: nameIn(name), fallback: fallback ?? null, from: index, to: index + written.length }]
      : [],
  )

/**
 * HTML. Whatever a value is, it stays text: in the text its marks are escaped; in an attribute it becomes a part of an address, and a whole
 * address only where it is one that leads to a page, a mailbox or a phone. `gaps`: a placeholder stays where nothing is known and nothing else
 * is said for it, for whoever writes on to fill in.
 */
export function renderRich(html: string, facts: Facts, { gaps = false } = {}): string {
  return html.replaceAll(placeholder, (written: string, name: string, fallback: string | undefined, position: number) => {
    if (gaps && isGap(facts, nameIn(name), fallback) && !insideTag(html, position)) return `{{${nameIn(name)}}}`
    const value = valueOf(facts, nameIn(name)) || unescaped(fallback ?? '')
    if (!insideTag(html, position)) return escaped(value).replaceAll('\n', '<br>')
    const alone = html[position - 1] === '"' && html[position + written.length] === '"'
    return alone && address.test(value) ? escaped(value) : encoded(value)
  })
}

const address = /^(?:https?:\/\/|mailto:|tel:)[^\s\p{C}]*$/iu

/** Own keys only: a text could name whatever else every object has. */
const valueOf = (facts: Facts, name: string) => new Map(Object.entries(facts)).get(name) ?? ''

const insideTag = (html: string, position: number) => html.lastIndexOf('<', position - 1) > html.lastIndexOf('>', position - 1)

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark)
const unescaped = (html: string) =>
  html.replaceAll(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) =>
    entity === '&nbsp;' ? ' ' : (Object.keys(marks).find((mark) => marks[mark] === entity) ?? entity),
  )
/** Lone surrogates cannot be encoded; nothing that a value can be may stop a text. */
const encoded = (text: string) =>
  encodeURIComponent(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')).replaceAll(
    "'",
    '%27',
  )
