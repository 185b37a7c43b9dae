/** Phone numbers as people write them, brought to the one form in which they are stored and dialled. */

/**
 * Digits with `+` where the country is given, and an extension: `+420777123456 x12`; null when it is no number.
 * Spaces, dots, dashes, brackets, `tel:`, `00` for `+` and a `(0)` after the country are taken as people mean them.
 */
export function normalisePhone(written: string): string | null {
  const plain = written
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/^\s*tel:/i, '')
    .trim()
  const [, main = '', extension] = /^(.*?)(?:(?:,|;)?\s*(?:ext\.?=?|x|#|linka|kl\.)\s*(\d{1,8}))?$/i.exec(plain) ?? []
  if (!/^[+(]?[\d\s().\-/\u2010-\u2015]*$/u.test(main)) return null
  const dialled = main
    .replace(/^(\+|00)(.*?)\(0\)/, '$1$2')
    .replaceAll(/[^\d+]/g, '')
    .replace(/^00/, '+')
  if (!/^\+?\d{3,15}$/.test(dialled)) return null
  return extension === undefined ? dialled : `${dialled} x${extension}`
}

/** A number as it is easily read: the country apart, then groups of three from the end. */
export function shownPhone(stored: string): string {
  const [main = '', extension] = stored.split(' x')
  const country = main.startsWith('+') ? (/^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/.exec(main)?.[0] ?? '') : ''
  const local = main.slice(country.length)
  const rest = country === '+1' ? local.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3') : local.replaceAll(/\B(?=(\d{3})+$)/g, ' ')
  return `${country ? `${country} ` : ''}${rest}${extension ? ` x${extension}` : ''}`
}
