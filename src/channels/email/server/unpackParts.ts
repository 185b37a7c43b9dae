/** What lies wrapped within the parts of a mail comes out: Outlook's winmail.dat, files written into the text, words inside of a signature. */
import { htmlToText } from './htmlText.ts'
import { type MailBody, type MailFile, readBody } from './mailBody.ts'
import { readHead } from './mailHeaders.ts'
import { signedContent } from './signedContent.ts'
import { readTnef } from './tnef.ts'
import { withoutUuencoded } from './uuencode.ts'

const deepest = 3
const maxFiles = 500

/** The body with all that could be unpacked. `damaged` names what could not be read whole: such a file stays as it came, too. */
export async function unpacked(body: MailBody, timeout: number, depth = 0): Promise<{ body: MailBody; damaged: string[] }> {
  const damaged: string[] = []
  let found: MailBody = body
  for (const file of body.files) {
    if (isTnef(file)) found = withTnef(found, file, damaged)
    else if (isWrapped(file) && depth < deepest && saysNothing(found)) found = await withSigned(found, file, timeout, depth)
  }
  if (found.html === null) {
    const plain = withoutUuencoded(found.text)
    if (plain.files.length > 0) found = { ...found, text: plain.text, files: [...found.files, ...plain.files] }
  }
  const cut = Math.max(0, found.files.length - maxFiles)
  return { body: { ...found, files: found.files.slice(0, maxFiles), filesCut: found.filesCut + cut }, damaged }
}

const saysNothing = ({ text, html }: MailBody) => text.trim() === '' && html === null
const isTnef = ({ mediaType, name }: MailFile) => /^application\/(?:vnd\.)?ms-tnef$/i.test(mediaType) || /^win(?:mail)?\.dat$/i.test(name)
const isWrapped = ({ mediaType, name }: MailFile) => /^application\/(?:x-)?pkcs7-mime$/i.test(mediaType) || /\.p7m$/i.test(name)

function withTnef(body: MailBody, file: MailFile, damaged: string[]): MailBody {
  const read = readTnef(file.content)
  if (!read || !read.whole) damaged.push(file.name)
  if (!read) return body
  const words = saysNothing(body) ? { text: read.text ?? (read.html === null ? '' : htmlToText(read.html)), html: read.html } : {}
  const files = body.files.flatMap((f) => (f === file ? [...(read.whole ? [] : [file]), ...read.files] : [f]))
  return { ...body, ...words, files }
}

/** The wrapped file stays: with it the signature can be proved. */
async function withSigned(body: MailBody, file: MailFile, timeout: number, depth: number): Promise<MailBody> {
  const content = signedContent(file.content)
  if (!content) return body
  const head = readHead(content)
  const inner = await readBody(head.structure, content.subarray(head.bodyOffset), timeout)
  const read = (await unpacked(inner, timeout, depth + 1)).body
  return { ...read, files: [...body.files, ...read.files], guessedCharsets: [...body.guessedCharsets, ...read.guessedCharsets] }
}
