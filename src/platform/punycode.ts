/** Decoding of internationalised domain labels (RFC 3492), so that `xn--mnchen-3ya.de` and `münchen.de` are one domain. */

const base = 36

/** The Unicode of a label without its `xn--`; null when it is no valid Punycode. */
export function punycodeToUnicode(encoded: string): string | null {
  const lastDash = encoded.lastIndexOf('-')
  const output = Array.from(encoded.slice(0, Math.max(lastDash, 0)), (c) => c.charCodeAt(0))
  let rest = encoded.slice(lastDash + 1)
  if (rest === '' || encoded.length > 63) return null
  let n = 128
  let i = 0
  let bias = 72
  while (rest !== '') {
    const before = i
    for (let weight = 1, k = base; ; k += base) {
      const digit = digitOf(rest.charCodeAt(0))
      rest = rest.slice(1)
      if (digit === null) return null
      i += digit * weight
      const threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
      if (digit < threshold) break
      weight *= base - threshold
    }
    const length = output.length + 1
    bias = adapted(i - before, length, before === 0)
    n += Math.floor(i / length)
    i %= length
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return null
    output.splice(i, 0, n)
    i += 1
  }
  return String.fromCodePoint(...output)
}

/** NaN (the end of the text) is no digit either. */
function digitOf(code: number) {
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 26
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  if (code >= 0x41 && code <= 0x5a) return code - 0x41
  return null
}

function adapted(delta: number, length: number, first: boolean) {
  let d = first ? Math.floor(delta / 700) : Math.floor(delta / 2)
  d += Math.floor(d / length)
  let k = 0
  for (; d > 455; k += base) d = Math.floor(d / 35)
  return k + Math.floor((36 * d) / (d + 38))
}
