/** Subjects of outgoing mail: an answer keeps the subject of what it answers, with one “Re:”, and carries the tag of its ticket once. */
import { wellFormed } from '#platform/shapes.ts'

const maxLength = 900 // a line of a mail holds 998 bytes
const answers = /^\s*(?:re|aw|antw|antwort|odp|odpověď|sv|vs|ref|rif|res|betr)\s*(?:\[\d+\]|\(\d+\)|\d)?\s*[:：]\s*/iu
const forwards = /^(?:\s*(?:fwd?|wg|tr|vb|doorst|i)\s*[:：])+\s*/iu

/** One line, nothing that could begin another header. */
export const subjectLine = (written: string) =>
  wellFormed(
    written
      .slice(0, 4 * maxLength)
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .slice(0, maxLength)
      .trimEnd(),
  )

/** `Re: ` before a subject, whatever and how many of its kind stood there in any language. Forwards keep their prefix behind it. */
export function answerSubject(subject: string): string {
  let bare = subjectLine(subject)
  while (answers.test(bare)) bare = bare.replace(answers, '')
  return `Re: ${bare.slice(0, maxLength - 4)}`.trimEnd()
}

/** `Fwd: ` before a subject, once. */
export const forwardSubject = (subject: string) =>
  `Fwd: ${subjectLine(subject)
    .replace(forwards, '')
    .slice(0, maxLength - 5)}`.trimEnd()

/** The subject with the ticket's tag at its end, never twice. */
export function taggedSubject(subject: string, ticketId: number): string {
  const bare = subjectLine(subject)
  const tag = `[#${ticketId}]`
  if (bare.includes(tag)) return bare
  return bare === '' ? tag : `${bare.slice(0, maxLength - tag.length - 1).trimEnd()} ${tag}`
}
