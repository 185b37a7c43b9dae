/** XML as a stream of tags and text: enough for the parts of a workbook. Entities beyond XML's own five are left as they are written. */
import { tooLarge } from './zipFile.ts'

export type XmlPart = { open: string; attributes: string; empty: boolean } | { close: string } | { text: string }

const longestPart = 4_000_000

export async function* xmlParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<XmlPart> {
  const decoder = new TextDecoder()
  let held = ''
  for await (const chunk of bytes) {
    held += decoder.decode(chunk, { stream: true })
    let at = 0
    for (;;) {
      const tag = held.indexOf('<', at)
      const end = tag === -1 ? -1 : endOfTag(held, tag)
      if (end === -1) break
      if (tag > at) yield { text: unescaped(held.slice(at, tag)) }
      const part = partOf(held.slice(tag, end))
      if (part) yield part
      at = end
    }
    held = held.slice(at)
    if (held.length > longestPart) throw tooLarge()
  }
}

function endOfTag(text: string, from: number): number {
  const [close, length] = text.startsWith('<!--', from) ? ['-->', 3] : text.startsWith('<![CDATA[', from) ? [']]>', 3] : ['>', 1]
  const end = text.indexOf(close, from)
  return end === -1 ? -1 : end + length
}

function partOf(tag: string): XmlPart | null {
  if (tag.startsWith('<![CDATA[')) return { text: tag.slice(9, -3) }
  if (tag.startsWith('<!') || tag.startsWith('<?')) return null
  if (tag.startsWith('</')) return { close: local(tag.slice(2, -1).trim()) }
  const empty = tag.endsWith('/>')
  const inner = tag.slice(1, empty ? -2 : -1)
  const space = inner.search(/\s/)
  return { open: local(space === -1 ? inner : inner.slice(0, space)), attributes: space === -1 ? '' : inner.slice(space), empty }
}

/** Without its namespace's prefix. */
const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** The value of an attribute, by its local name. */
export function attribute(attributes: string, name: string): string | undefined {
  const [, double, single] = new RegExp(String.raw`[\s:]${name}\s*=\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes) ?? []
  const value = double ?? single
  return value === undefined ? undefined : unescaped(value)
}

const own: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const unescaped = (text: string) =>
  text.includes('&')
    ? text.replaceAll(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi,
        (all, hex?: string, decimal?: string, name?: string) => {
          if (name !== undefined) return own[name.toLowerCase()] ?? all
          const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
          return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
        },
      )
    : text
