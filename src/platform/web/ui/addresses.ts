/** Reads email addresses as people type and paste them: “Jana Nováková <jana@example.com>; ucetni@example.com”. */

export interface Address {
  address: string
  name: string
}

export interface ReadAddresses {
  addresses: Address[]
  /** What was left because it is no address, in the order typed. */
  rest: string[]
}

const shape = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]+$/

/** A rough look that catches slips of typing; the server decides. */
export const looksLikeAddress = (text: string) => shape.test(text) && text.length <= 254 && !/^\.|\.\.|\.@|@[.-]|\.$/.test(text)

const unquote = (name: string) =>
  name
    .trim()
    .replaceAll(/^["']+|["']+$/g, '')
    .replaceAll(/\\(.)/g, '$1')
    .trim()

/** Splits at commas, semicolons and line ends that lie outside of quotes and angle brackets; spaces split too where only addresses stand. */
export function readAddresses(text: string): ReadAddresses {
  const pieces = (text.match(/(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^,;\n\r\t])+/g) ?? []).map((piece) => piece.trim()).filter(Boolean)
  const read: ReadAddresses = { addresses: [], rest: [] }
  for (const piece of pieces) {
    const named = /^(.*?)\s*<\s*(?:mailto:)?([^<>]*?)\s*>$/.exec(piece)
    const words = piece.split(/\s+/)
    if (named?.[2] !== undefined && looksLikeAddress(named[2])) read.addresses.push({ address: named[2], name: unquote(named[1] ?? '') })
    else if (words.every(looksLikeAddress)) read.addresses.push(...words.map((address) => ({ address, name: '' })))
    else if (looksLikeAddress(piece.replace(/^mailto:/i, ''))) read.addresses.push({ address: piece.replace(/^mailto:/i, ''), name: '' })
    else read.rest.push(piece)
  }
  return read
}
