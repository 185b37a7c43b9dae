/** The search document of a ticket: its words with what they weigh, and the weeks by which the newest are looked through first. */
import { quoted } from '#platform/textQuery.ts'
import { wordsOf } from '#platform/textWords.ts'

export interface Searched {
  id: number
  title: string
  description: string
  lastActivityAt: string
  /** Subjects, names and addresses of senders and recipients, names of attachments. */
  around: readonly string[]
  /** Texts of activities, newest first. */
  bodies: readonly string[]
}

/** PostgreSQL takes a document of 1 MB; the oldest words of a ticket beyond this are not found. Bytes. */
const largest = 800_000
/** What one word weighs more for being said again ends here. */
const mostTimes = 8

/** PostgreSQL's text form of the document. */
export function documentOf(ticket: Searched): string {
  const entries = new Map<string, string[]>()
  let place = 0
  let size = 0
  const add = (text: string, weight: 'A' | 'B' | 'C' | 'D') => {
    for (const word of wordsOf(text)) {
      const places = entries.get(word)
      if (!places && size > largest) continue
      if (!places) entries.set(word, [])
      size += places ? 0 : word.length * 2 + 12
      place = Math.min(place + 1, 16_383)
      const held = places ?? entries.get(word) ?? []
      if (held.length < mostTimes) held.push(`${place}${weight === 'D' ? '' : weight}`)
    }
  }
  add(`${ticket.id} ${ticket.title}`, 'A')
  add(ticket.description, 'B')
  for (const text of ticket.around) add(text, 'C')
  for (const text of ticket.bodies) add(text, 'D')
  const words = [...entries].map(([word, places]) => `${quoted(word)}:${places.join()}`)
  const { week, year } = timeOf(new Date(ticket.lastActivityAt))
  return [...words, quoted(weekWord(week)), quoted(yearWord(year))].join(' ')
}

/** No word has a sign in it, so these are nobody's. */
export const weekWord = (week: number) => `~${week}`
export const yearWord = (year: number) => `~y${year}`

const weekMs = 7 * 86_400_000
/** 52 weeks make a year here: one lies wholly in the other. */
const weeksOfYear = 52

export function timeOf(at: Date) {
  const week = Math.floor(at.getTime() / weekMs)
  return { week, year: Math.floor(week / weeksOfYear) }
}
export const firstWeekOf = (year: number) => year * weeksOfYear
export const startOfWeek = (week: number) => new Date(week * weekMs)
