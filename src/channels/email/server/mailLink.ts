/** Links of a mail: which may stand, and which show one address and lead to another. */

const schemes = /^(?:https?:\/\/|mailto:|tel:|sms:)/i

/** The target as a browser would read it; null where it may not stand. A link without a scheme would lead into the desk itself. */
export function safeLink(href: string): string | null {
  // Browsers drop line ends and tabs anywhere in an address, and control characters and spaces at its ends.
  // eslint-disable-next-line no-control-regex -- that is what is dropped
  const read = href.replaceAll(/[\t\n\r]/g, '').replaceAll(/^[\x00-\x20]+|[\x00-\x20]+$/g, '')
  const whole = read.startsWith('//') ? `https:${read}` : read
  return schemes.test(whole) && whole.length <= 8_000 ? whole : null
}

const shownAddress = /^(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24})(?::\d+)?(?:[/?#]\S*)?$/iu
const endings = /\.(?:html?|pdf|docx?|xlsx?|txt|png|jpe?g|zip|csv|exe|js|ts|py|md|xml|json)$/i

/** The host that a link really leads to, where its text names another one; null where text and target agree or the text is no address. */
export function mismatch(text: string, href: string): string | null {
  const shown = shownAddress.exec(text.trim().slice(0, 500))?.[1]?.toLowerCase()
  if (shown === undefined || (endings.test(shown) && !/^https?:|^www\./i.test(text.trim()))) return null
  const target = hostOf(href)
  if (target === null || sameSite(shown, target)) return null
  return target
}

function hostOf(href: string) {
  try {
    const url = new URL(href)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.hostname.replace(/^www\./, '') : null
  } catch {
    return null
  }
}

/** The same host, or one within the other: news.example.com for example.com. */
function sameSite(shown: string, target: string) {
  const ascii = hostOf(`https://${shown}`) ?? shown
  return ascii === target || target.endsWith(`.${ascii}`) || (ascii.endsWith(`.${target}`) && target.includes('.'))
}
