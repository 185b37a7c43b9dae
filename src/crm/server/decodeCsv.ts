/** The text of an uploaded file: Unicode where it says so or is it, else the code page whose letters it has. */
import type { Encoding } from '#crm/importApi.ts'

export function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return centralEuropean(bytes.subarray(0, 100_000)) ? 'windows-1250' : 'windows-1252'
  }
}

/** Letters of Czech, Slovak, Polish and Hungarian that are rare signs in the western code page, against those that are letters only there. */
const central = new Set([
  0x8a, 0x8d, 0x8e, 0x9a, 0x9d, 0x9e, 0x9c, 0x9f, 0xb9, 0xbf, 0xb3, 0xa3, 0xcc, 0xec, 0xd8, 0xf8, 0xd9, 0xf9, 0xf5, 0xfb,
])
const western = new Set([0xe0, 0xc0, 0xe5, 0xc5, 0xe6, 0xc6, 0xf1, 0xe3, 0xea])
function centralEuropean(bytes: Buffer) {
  let score = 0
  for (const byte of bytes) score += central.has(byte) ? 1 : western.has(byte) ? -1 : 0
  return score > 0
}

export const decoded = (bytes: Buffer, encoding: Encoding) => new TextDecoder(encoding).decode(bytes).replaceAll('\0', '')
