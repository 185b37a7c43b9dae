/**
 * Who wrote a message, for the Contact: usually whom From names. Pure. The manual, Email: “Reply-To or the original sender where From is
 * our own address, a list’s rewriting or a no-reply; the author of the forwarded mail where a User forwards one to a queue”.
 */
import { addressKey, displayName, normaliseAddress, parseMailbox } from '#platform/emailAddress.ts'
import type { IncomingMessage, MessageAddress } from './incomingMessage.ts'
import { headLine, isForward, isHead } from './quoteMarks.ts'

type Said = Pick<IncomingMessage, 'from' | 'replyTo' | 'sender' | 'headers'>

const header = ({ headers }: Pick<Said, 'headers'>, name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1]

/** A list that must not pose as its members writes under its own address: Google Groups, Mailman and others. */
function original(message: Said): MessageAddress | undefined {
  const [from] = message.from
  const post = /<mailto:([^>?]+)/i.exec(header(message, 'list-post') ?? '')?.[1]
  const isList = post !== undefined || header(message, 'list-id') !== undefined
  // Whoever is no list has no say in who wrote it.
  if (!from || !isList) return undefined
  const named = parseMailbox(header(message, 'x-original-from') ?? header(message, 'x-google-original-from') ?? '')
  if (named) return named
  const rewritten =
    (post !== undefined && addressKey(post) === addressKey(from.address)) ||
    /\b(?:via|über|přes|par|por|tramite|przez)\s\S/iu.test(from.name)
  const list = [from.address, post ?? ''].map(addressKey)
  return rewritten ? message.replyTo.find(({ address }) => !list.includes(addressKey(address))) : undefined
}

/** Nobody reads what is written to these. */
const isNoReply = (address: string) =>
  /^(?:no|do[-_.]?not)[-_.]?(?:reply|answer)\b|^(?:nepřijímá|neodpovídat|nicht-antworten|noreply|donotreply)/iu.test(address)

/** Null: nobody but ourselves is named. */
export function authorOf(message: Said, isOurs: (address: string) => boolean): MessageAddress | null {
  const strangers = (all: readonly MessageAddress[]) => all.filter(({ address }) => !isOurs(address))
  const [from] = strangers(message.from)
  const wrote = original(message)
  if (wrote && !isOurs(wrote.address)) return wrote
  if (from && !isNoReply(from.address)) return from
  const others = strangers([...message.replyTo, ...message.sender])
  return others.find(({ address }) => !isNoReply(address)) ?? from ?? others[0] ?? null
}

const forwards =
  /^\s*(?:fwd?|wg|tr|rv|i|enc|pd|vs|vb|doorst|přep|přepos[lí]\p{L}*|fs|továbbítás|переслать|пересылаемое сообщение|fw|转发|轉寄|転送)\s?[:：]/iu

/** The author of the mail that this one passes on: as an attached letter, or below the words by which mail programs pass on. */
export function passedOnAuthor({
  subject,
  text,
  attachments,
}: Pick<IncomingMessage, 'subject' | 'text' | 'attachments'>): MessageAddress | null {
  const letter = attachments.find(({ mediaType }) => mediaType === 'message/rfc822')
  if (letter && (forwards.test(subject) || text.trim() === '')) return authorOfLetter(letter.content)
  const lines = text.split('\n').map((line) => line.replace(/^[>\s]+/, '').trimEnd())
  const marked = lines.findIndex(isForward)
  if (marked < 0 && !forwards.test(subject)) return null
  const from = Math.max(marked, 0)
  const head = lines.findIndex((line, n) => n >= from && line !== '' && isHead(lines.slice(n, n + 12).filter((one) => one !== '')))
  if (head < 0) return null
  const said = lines.slice(head, head + 12).find((line) => headLine(line) === 'from')
  return said === undefined ? null : readAuthor(said.replace(/^\*?[^:：]+[:：]\*?\s*/, ''))
}

/** `Jane Doe <jane@x>`, as mail programs write it into a text: `Jane Doe <mailto:jane@x>`, `Jane Doe [jane@x]`, `"Jane" (jane@x)`. */
function readAuthor(said: string): MessageAddress | null {
  const found = /[<[(]?(?:mailto:)?([^\s<>[\]()"'“”„:;,]+@[^\s<>[\]()"'“”„:;,]+)[>\])]?/i.exec(said)
  const address = found?.[1] === undefined ? null : normaliseAddress(found[1])
  return address === null ? null : { address, name: displayName(said.slice(0, found?.index).replaceAll(/["'“”„*]/g, '')) }
}

function authorOfLetter(content: Uint8Array): MessageAddress | null {
  const head = String.fromCodePoint(...content.subarray(0, 16_384)).split(/\r?\n\r?\n/)[0] ?? ''
  const author = readAuthor(/^from:\s*(.+(?:\r?\n[ \t].+)*)/im.exec(head)?.[1] ?? '')
  // A name in another writing is encoded; the address tells enough.
  return author && { ...author, name: /=\?|[^ -~]/.test(author.name) ? '' : author.name }
}
