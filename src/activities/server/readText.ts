/** The beginning of a text file, for reading it in place; what it was read as is said, because nothing in the file says it. */
import { decoded, encodingOf } from '#crm/server/decodeCsv.ts'
import type { FileStore } from '#files/server/fileStore.ts'

const most = 512 * 1024

export async function readText(store: FileStore, { hash, size }: { hash: Buffer; size: number }) {
  const parts: Buffer[] = []
  // An empty file has no first byte to ask for.
  for await (const part of store.get(hash, ...(size > most ? [{ start: 0, end: most - 1 }] : []))) parts.push(part)
  const cut = size > most
  const bytes = cut ? wholeLetters(Buffer.concat(parts)) : Buffer.concat(parts)
  const encoding = encodingOf(bytes)
  return { text: decoded(bytes, encoding), encoding, cut }
}

/** Without the letter that the cut went through: of UTF-8 at most three bytes of one, of UTF-16 the second half of a pair. */
function wholeLetters(bytes: Buffer): Buffer {
  if (bytes[0] === 0xff || bytes[0] === 0xfe) return bytes.subarray(0, bytes.length - (bytes.length % 2))
  for (let back = 1; back <= 3; back++) {
    const byte = bytes.at(-back) ?? 0
    if (byte < 0x80) break
    // The first byte of a letter says by its high bits how long that is.
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.subarray(0, -back) : bytes
  }
  return bytes
}
