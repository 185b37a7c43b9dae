/** The body of a mail, read part by part: what is to be read as text and HTML, and the files beside it. */
import { Transform, type TransformCallback } from 'node:stream'
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser'
import { wellFormed } from '#platform/shapes.ts'
import { decodeBytes } from './charset.ts'
import { htmlToText, textToHtml } from './htmlText.ts'

export interface MailFile {
  /** As the mail names it; not yet safe to use. */
  name: string
  mediaType: string
  contentId: string | null
  disposition: string
  /** Stands in a multipart/related, so belongs to the HTML beside it. */
  related: boolean
  content: Buffer
}

export interface MailBody {
  text: string
  html: string | null
  files: MailFile[]
  filesCut: number
  /** Charsets whose name was unknown or did not fit the bytes. */
  guessedCharsets: string[]
}

/** A part as the mail parser holds it in its tree. */
interface Part {
  contentType: string | false
  charset?: string
  disposition?: string
  textContent?: string
  isAttachment?: boolean
  children: Part[]
  node: { filename: string | false }
}

const options = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  checksumAlgo: false,
  maxHeadSize: 256 * 1024, // of one part
  maxChildNodes: 1000,
} as const

const maxFiles = 500
const readAs = 'as:'

/**
 * The mail parser's own way to put texts together loses a text beside an HTML part, and it reads unknown charsets as damaged UTF-8.
 * So the tree of parts is taken from it instead. These are its inner methods: they belong to the exact version in package.json.
 */
class MailReader extends MailParser {
  declare tree: Part | false
  guessedCharsets: string[] = []

  createNode(data: unknown): Part {
    const node = inner.createNode.call(this, data)
    if (node.disposition === 'inline') node.charset = `${readAs}${node.charset ?? ''}`
    return node
  }

  getDecoder() {
    const guessed = (charset: string) => this.guessedCharsets.push(charset)
    return { decodeStream: (label: string) => new CharsetStream(label.slice(readAs.length), guessed) }
  }

  getTextContent() {
    return { type: 'text' }
  }
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an inner method, declared nowhere
const inner = MailParser.prototype as unknown as { createNode: (this: MailReader, data: unknown) => Part }

class CharsetStream extends Transform {
  private readonly charset: string
  private readonly guessed: (charset: string) => void
  private readonly chunks: Buffer[] = []
  constructor(charset: string, guessed: (charset: string) => void) {
    super()
    this.charset = charset
    this.guessed = guessed
  }
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
    this.chunks.push(chunk)
    done()
  }
  override _flush(done: TransformCallback) {
    const decoded = decodeBytes(Buffer.concat(this.chunks), this.charset)
    if (decoded.guessed) this.guessed(this.charset)
    done(null, Buffer.from(wellFormed(decoded.text)))
  }
}

/** Reads a body whose structure these header lines (of MIME) describe. Rejects when the structure passes all bounds, or after `timeout` ms. */
export async function readBody(structure: string, body: Buffer, timeout: number): Promise<MailBody> {
  const read = await readParts(structure, body, timeout)
  const files = read.files
  const extra: MailFile[] = []
  const rendered = read.tree ? render(read.tree, { seen: false, extra }) : null
  return {
    text: rendered?.text ?? (rendered?.html ? htmlToText(rendered.html) : ''),
    html: rendered?.html ?? null,
    files: [...files, ...extra],
    filesCut: read.filesCut,
    guessedCharsets: read.guessedCharsets,
  }
}

async function readParts(structure: string, body: Buffer, timeout: number) {
  const reader = new MailReader(options)
  const files: MailFile[] = []
  let filesCut = 0
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reader.destroy(new Error('took too long to read')), timeout)
    const settle = (error?: Error) => {
      clearTimeout(timer)
      if (error) {
        reader.destroy()
        reject(error)
      } else resolve()
    }
    reader.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type !== 'attachment') return
      const keep = files.length < maxFiles
      const chunks: Buffer[] = []
      data.content.on('data', (chunk: Buffer) => keep && chunks.push(chunk))
      data.content.on('error', settle)
      data.content.on('end', () => {
        if (keep) files.push(fileOf(data, Buffer.concat(chunks)))
        else filesCut += 1
        data.release?.()
      })
    })
    reader.on('error', settle)
    reader.on('end', () => settle())
    reader.write(`${structure}\r\n`, 'latin1')
    reader.end(body)
  })
  return { files, filesCut, tree: reader.tree, guessedCharsets: [...new Set(reader.guessedCharsets)] }
}

const fileOf = (part: AttachmentStream, content: Buffer): MailFile => ({
  name: part.filename ?? '',
  mediaType: part.contentType,
  contentId: part.cid ?? null,
  disposition: part.contentDisposition ?? '',
  related: part.related ?? false,
  content,
})

interface Rendered {
  text: string | null
  html: string | null
}

/** What a part says, as text and as HTML; each is null where the part has no such form. Null for a part that says nothing. */
function render(part: Part, state: { seen: boolean; extra: MailFile[] }): Rendered | null {
  const type = part.contentType || ''
  if (!type.startsWith('multipart/')) return renderLeaf(part, type, state)
  const children = part.children.flatMap((child) => render(child, state) ?? [])
  if (children.length === 0) return null
  if (type === 'multipart/alternative') {
    const text = children.find((child) => child.text !== null && child.text.trim() !== '')?.text ?? null
    return { text, html: children.findLast((child) => child.html !== null)?.html ?? null }
  }
  return {
    text: children.some((child) => child.text !== null)
      ? children.map((child) => child.text ?? (child.html === null ? '' : htmlToText(child.html))).join('\n')
      : null,
    html: children.some((child) => child.html !== null)
      ? children.map((child) => child.html ?? (child.text === null ? '' : textToHtml(child.text))).join('<br>\n')
      : null,
  }
}

function renderLeaf(part: Part, type: string, state: { seen: boolean; extra: MailFile[] }): Rendered | null {
  if (part.isAttachment || part.textContent === undefined || part.textContent === '') return null
  const text = wellFormed(part.textContent).replaceAll('\r', '\n')
  if (part.node.filename && state.seen) {
    state.extra.push({
      name: part.node.filename,
      mediaType: type,
      contentId: null,
      disposition: 'attachment',
      related: false,
      content: Buffer.from(text),
    })
    return null
  }
  state.seen = true
  return type === 'text/html' ? { text: null, html: text } : { text, html: null }
}
