/**
 * What Outlook packs into a `winmail.dat` (TNEF, MS-OXTNEF): the files, and the message's own words where the mail has no others.
 * A decoder of our own, as no kept library does this without programs or logs of its own. Bounded by the size of what it reads.
 */
import { decodeBytes } from './charset.ts'
import type { MailFile } from './mailBody.ts'
import { readRtf, uncompressedRtf } from './rtfText.ts'

export interface Tnef {
  text: string | null
  html: string | null
  files: MailFile[]
  /** All of it was read. */
  whole: boolean
}

const mark = 0x223e9f78
const deepest = 3
const maxFiles = 300
const id = { body: 0x800c, data: 0x800f, title: 0x8010, begins: 0x9002, props: 0x9003, fileProps: 0x9005, codepage: 0x9007 }
const prop = {
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  name: 0x3001,
  object: 0x3701,
  shortName: 0x3704,
  longName: 0x3707,
  type: 0x370e,
  contentId: 0x3712,
}

interface Packed {
  title: string
  content: Buffer
  props: Props
}
type Props = Map<number, string | Buffer>

/** Null where these bytes are no TNEF. */
export function readTnef(bytes: Buffer, depth = 0): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== mark) return null
  let charset = 'windows-1252'
  let body: string | null = null
  let props: Props = new Map()
  let whole = true
  const packed: Packed[] = []
  let at = 6
  while (at + 9 <= bytes.length) {
    const name = bytes.readUInt32LE(at + 1) & 0xffff
    const size = bytes.readUInt32LE(at + 5)
    const value = bytes.subarray(at + 9, at + 9 + size)
    at += 9 + size + 2
    if (value.length < size) whole = false
    const file = packed.at(-1)
    if (name === id.codepage && value.length >= 4) charset = charsetOf(value.readUInt32LE(0))
    else if (name === id.body) body = text(value, charset)
    else if (name === id.props) props = readProps(value, charset)
    else if (name === id.begins) {
      if (packed.length === maxFiles) return { ...wordsOf(props, body), files: filesOf(packed, depth), whole: false }
      packed.push({ title: '', content: Buffer.alloc(0), props: new Map() })
    } else if (name === id.title && file) file.title = text(value, charset)
    else if (name === id.data && file) file.content = value
    else if (name === id.fileProps && file) file.props = readProps(value, charset)
  }
  return { ...wordsOf(props, body), files: filesOf(packed, depth), whole }
}

const charsetOf = (page: number) => (page === 65001 ? 'utf-8' : page === 20866 ? 'koi8-r' : `windows-${page}`)
const text = (bytes: Buffer, charset: string) => decodeBytes(bytes, charset).text.replaceAll('\0', '')

function wordsOf(props: Props, body: string | null): Pick<Tnef, 'text' | 'html'> {
  const html = props.get(prop.html)
  if (html !== undefined) return { text: body, html: typeof html === 'string' ? html : text(html, 'utf-8') }
  const packedRtf = props.get(prop.rtf)
  const rtf = Buffer.isBuffer(packedRtf) ? uncompressedRtf(packedRtf) : null
  const read = rtf ? readRtf(rtf) : null
  if (read && 'html' in read) return { text: body, html: read.html }
  const plain = props.get(prop.body)
  return { text: body ?? (typeof plain === 'string' ? plain : null) ?? (read && 'text' in read ? read.text : null), html: null }
}

const said = (value: string | Buffer | undefined) => (typeof value === 'string' && value !== '' ? value : null)

const file = (given: Partial<MailFile> & Pick<MailFile, 'name' | 'content'>): MailFile => ({
  mediaType: 'application/octet-stream',
  contentId: null,
  disposition: 'attachment',
  related: false,
  ...given,
})

function filesOf(packed: readonly Packed[], depth: number): MailFile[] {
  return packed.flatMap(({ title, content, props }): MailFile[] => {
    const name = said(props.get(prop.longName)) ?? said(props.get(prop.shortName)) ?? (title || said(props.get(prop.name))) ?? ''
    const object = props.get(prop.object)
    const bytes = content.length > 0 || !Buffer.isBuffer(object) ? content : object
    // A message within the message: its mark stands behind the name of what it is.
    const inner = depth < deepest && Buffer.isBuffer(object) ? readTnef(object.subarray(16), depth + 1) : null
    if (!inner)
      return [
        file({
          name,
          content: bytes,
          mediaType: said(props.get(prop.type)) ?? 'application/octet-stream',
          contentId: said(props.get(prop.contentId)),
        }),
      ]
    const words = inner.html ?? inner.text
    const letter =
      words === null ? [] : [file({ name: `${name || 'message'}.${inner.html === null ? 'txt' : 'html'}`, content: Buffer.from(words) })]
    return [...letter, ...inner.files]
  })
}

const sizes: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xa: 4, 0xb: 4, 0x14: 8, 0x40: 8, 0x48: 16 }
const padded = (size: number) => (size + 3) & ~3

/** The texts and bytes among the properties; numbers are stepped over. What breaks off ends the list. */
function readProps(bytes: Buffer, charset: string): Props {
  const props: Props = new Map()
  let at = 0
  const number = () => {
    at += 4
    return at <= bytes.length ? bytes.readUInt32LE(at - 4) : Number.NaN
  }
  for (let left = number(); left > 0 && at < bytes.length; left -= 1) {
    const [kind, key] = at + 4 <= bytes.length ? [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)] : [0, 0]
    at += 4
    if (key >= 0x8000) {
      at += 16
      const byName = number() === 1
      const size = byName ? padded(number()) : 4
      at += size
    }
    const type = kind & 0xfff
    const fixed = sizes[type]
    const count = fixed !== undefined && (kind & 0x1000) === 0 ? 1 : number()
    if (Number.isNaN(count) || count > 10_000) return props
    for (let n = 0; n < count && at <= bytes.length; n += 1) {
      const size = fixed ?? number()
      if (Number.isNaN(size) || at + size > bytes.length) return props
      const value = bytes.subarray(at, at + size)
      at += fixed === undefined ? padded(size) : size
      if (fixed !== undefined || n > 0) continue
      if (type === 0x1f) props.set(key, value.toString('utf16le').replaceAll('\0', ''))
      else if (type === 0x1e) props.set(key, text(value, charset))
      else if (type === 0x102 || type === 0xd) props.set(key, value)
      else return props
    }
  }
  return props
}
