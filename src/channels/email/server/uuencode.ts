/** Files that old programs write into the text itself, between `begin 644 name` and `end`: taken out of it, so that the words can be read. */
import type { MailFile } from './mailBody.ts'

const maxFiles = 50
const begins = /^begin (?:-?base64 )?[0-7]{3,4} (\S.{0,200})$/

/** The text without its uuencoded files, in whose places their names stand; the same text where there is none. */
export function withoutUuencoded(text: string): { text: string; files: MailFile[] } {
  if (!/^begin [0-7]{3,4} \S/m.test(text)) return { text, files: [] }
  const files: MailFile[] = []
  const kept: string[] = []
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? ''
    const name = begins.exec(line)?.[1]?.trim()
    const read = name === undefined || files.length >= maxFiles ? null : readLines(lines, i + 1)
    if (name === undefined || !read) {
      kept.push(line)
      continue
    }
    files.push({
      name,
      mediaType: 'application/octet-stream',
      contentId: null,
      disposition: 'attachment',
      related: false,
      content: read.content,
    })
    kept.push(`[${name}]`)
    i = read.last
  }
  return { text: kept.join('\n'), files }
}

/** Null where these lines are prose after all. A file without its end is taken as far as it reaches. */
function readLines(lines: readonly string[], from: number): { content: Buffer; last: number } | null {
  const parts: Buffer[] = []
  for (let i = from; i < lines.length; i += 1) {
    const line = (lines[i] ?? '').trimEnd()
    if (line === 'end') return parts.length > 0 ? { content: Buffer.concat(parts), last: i } : null
    if (line === '' || line === '`') continue
    const bytes = decodeLine(line)
    if (bytes === null) return parts.length > 0 ? { content: Buffer.concat(parts), last: i - 1 } : null
    parts.push(bytes)
  }
  return parts.length > 0 ? { content: Buffer.concat(parts), last: lines.length - 1 } : null
}

const sextet = (line: string, at: number) => {
  const code = at < line.length ? line.charCodeAt(at) : 0x20 // trailing spaces get lost on the way
  return (code - 0x20) & 0x3f
}

function decodeLine(line: string): Buffer | null {
  if (line.length > 90 || !/^[ -`]+$/.test(line)) return null
  const size = sextet(line, 0)
  // A sentence in capitals is no line of a file: its length does not fit what its first letter says.
  if (size === 0 || line.length - 1 > Math.ceil(size / 3) * 4 + 3) return null
  const bytes = Buffer.alloc(Math.ceil(size / 3) * 3)
  for (let at = 1, to = 0; to < size; at += 4, to += 3) {
    const whole = (sextet(line, at) << 18) | (sextet(line, at + 1) << 12) | (sextet(line, at + 2) << 6) | sextet(line, at + 3)
    bytes.writeUIntBE(whole, to, 3)
  }
  return bytes.subarray(0, size)
}
