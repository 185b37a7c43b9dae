/** A bounce that is no delivery report but a text, as qmail, older Exim, Postfix, sendmail, Exchange and Gmail write them: whom it names, and why. */
import type { DeliveryReport } from '#activities/incomingMessage.ts'
import { normaliseAddress } from '#platform/emailAddress.ts'

export interface BounceFacts {
  from: string
  fromName: string
  subject: string
  /** `''` for a null return path, null where it is not known. */
  returnPath: string | null
}

type Recipients = DeliveryReport['recipients']

const maxRead = 64 * 1024
const maxRecipients = 500
const daemon = /^(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|maildaemon|microsoftexchange[0-9a-f]*)@/i
const daemonName = /^(?:mail delivery (?:sub)?system|mailer-daemon|microsoft outlook|mail system|postmaster)$/i
const undelivered =
  /\b(?:undeliver|delivery (?:status|failure|has failed|notification|problem|incomplete)|returned mail|mail delivery (?:failed|system)|failure notice|non-?deliverable|could not be delivered|warning: message .* delayed)|unzustellbar|nicht zugestellt|nedoru[čc]|non remis|no se puede entregar|mancato recapito|niedostarczon|onbestelbaar/i

/** Whether a mail server wrote it: nobody else's words are taken for a bounce. */
export const isFromDaemon = ({ from, fromName, subject, returnPath }: BounceFacts) =>
  (daemon.test(from) || daemonName.test(fromName.trim())) && (returnPath === '' || undelivered.test(subject))

/** What begins the list of addresses that it did not reach, in the words of the programs in use. */
const openings = [
  /this is the qmail-send program/i,
  /this is the mail system at host/i,
  /created automatically by mail delivery software/i,
  /the following addresses? had (?:permanent fatal|transient non-fatal|delivery) (?:errors|problems)/i,
  /delivery (?:to|has failed to) (?:the following|these) recipients?/i,
  /delivery has failed to these recipients or groups/i,
  /(?:following|intended) recipients?(?:\(s\))? (?:cannot|could not|couldn't) be reached/i,
  /(?:did not|could not|couldn't|wasn't) (?:reach|be delivered|delivered)/i,
  /delivery status notification/i,
  /diese nachricht konnte nicht|konnte (?:leider )?nicht zugestellt/i,
]
const onlyLate =
  /this is a warning message only|warning message only|transient non-fatal|will be retried|has been delayed|delivery incomplete|do not need to resend|temporarily deferred/i
/** After it stands the message that was sent, with addresses of its own. */
const copyBegins =
  /^(?:--.*(?:copy of the message|original message|returned message|message header|forwarded).*|-{3} below this line.*|-{5,20} (?:this is a copy|transcript of session follows).*|diagnostic information for administrators:.*|original message headers:.*|reporting-mta:.*|return-path:.*|received: .*)$/im

const address = String.raw`[^\s<>()\[\],;:"'@]+@[^\s<>()\[\],;:"'@]+\.[a-z0-9-]{2,}`
/** At the beginning of a line, alone or before its reason; or in brackets, after a name; or named in the one sentence that Gmail writes. */
const named = [
  new RegExp(String.raw`^[ \t]*<(${address})>`, 'i'),
  new RegExp(String.raw`^[ \t]*(${address})(?:$|[:\s])`, 'i'),
  new RegExp(String.raw`^[^<>():]{1,100}[(<](${address})[)>](?:$|[ \t]|<mailto:)`, 'i'),
  new RegExp(String.raw`(?:delivered to|reach|message to) <?(${address})>?(?:[ .]|$)`, 'i'),
]

/** Nobody, where no server wrote it or it names none. */
export function readTextBounce(facts: BounceFacts, text: string): Recipients {
  if (!isFromDaemon(facts)) return []
  const whole = text.slice(0, maxRead).replaceAll('\r\n', '\n')
  if (!openings.some((opening) => opening.test(whole)) && !undelivered.test(facts.subject)) return []
  const told = whole.slice(0, copyStart(whole))
  const lines = told.split('\n')
  const late = onlyLate.test(told) && !/permanent|failed permanently|giving up|could not be delivered for/i.test(told)
  const found: Recipients = []
  for (const [at, line] of lines.entries()) {
    const written = named.map((one) => one.exec(line)?.[1]).find((one) => one !== undefined)
    const known = written === undefined ? null : normaliseAddress(written.replace(/[.]+$/, ''))
    if (known === null || daemon.test(known) || found.some((r) => r.address === known)) continue
    const reason = reasonAfter(lines, at, written ?? '')
    found.push({ address: known, action: late ? 'delayed' : 'failed', status: statusIn(reason), reason: reason || null })
    if (found.length === maxRecipients) break
  }
  return found
}

/** The transcript of sendmail says more about the address than the list above it; what was sent does not. */
const copyStart = (text: string) => {
  const at = text.search(copyBegins)
  return at < 0 ? text.length : at
}

const statusIn = (reason: string) => /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(reason)?.[1] ?? null

/** What stands behind the address and in the lines up to the next empty one; where that is nothing, the next paragraph. */
function reasonAfter(lines: readonly string[], at: number, written: string) {
  const line = lines[at] ?? ''
  const rest = line
    .slice(line.indexOf(written) + written.length)
    .replace(/^[>)\]]*\s*(?:<mailto:[^>]*>)?\s*:?\s*/, '')
    .trim()
  const below: string[] = []
  for (let i = at + 1; i < lines.length && below.length < 8; i++) {
    const next = (lines[i] ?? '').trim()
    if (next === '' && (rest !== '' || below.length > 0)) break
    if (named.slice(0, 2).some((one) => one.test(next))) break
    if (next !== '') below.push(next)
  }
  return [rest, ...below]
    .filter(Boolean)
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^\((?:reason|expanded from): /, '')
    .slice(0, 500)
}
