/** Message-IDs of a header, in the one form in which they are stored: without angle brackets and white space. */

const maxLength = 998 // a line of a mail

/** All ids of a Message-ID, In-Reply-To or References header, in order, each once. */
export function readMessageIds(value: string): string[] {
  const bracketed = [...value.matchAll(/<([^<>]+)>/g)].map((m) => (m[1] ?? '').replaceAll(/\s+/g, ''))
  // Some programs leave the brackets out; prose around an id (“your message of Monday”) is none.
  const ids = bracketed.length > 0 ? bracketed : value.split(/[\s,]+/).filter((part) => part.includes('@') || !/\s/.test(value.trim()))
  return [...new Set(ids.map((id) => id.replaceAll(/[<>]/g, '')))].filter((id) => id !== '' && id.length <= maxLength)
}
