/** Typing errors: words of titles that are nearly what was typed. They add hits in the search box, and nowhere else. */
import { sql, type Kysely } from 'kysely'
import type { DB } from '#platform/server/tables.ts'
import type { AskedWord } from '#platform/textQuery.ts'
import { distance } from '#search/distance.ts'

/** Shorter words are too near to too many others. */
const shortest = 4
const most = 5

/** For each asked word those that are alike; none for a word that is the beginning of many. */
export async function alikeWords(db: Kysely<DB>, asked: readonly AskedWord[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const words = [...new Set(asked.flatMap((one) => one.words))].filter((word) => word.length >= shortest && /^\p{L}+$/u.test(word))
  if (words.length === 0) return new Map()
  const { rows } = await sql<{ word: string; other: string }>`
    select asked.word, w.word as other from unnest(${words}::text[]) as asked (word), lateral (
      select v.word from search_words v where v.word % asked.word and abs(length(v.word) - length(asked.word)) <= 2 and v.word <> asked.word
      order by similarity(v.word, asked.word) desc, v.word limit 40) w`.execute(db)
  const alike = new Map<string, string[]>()
  for (const { word, other } of rows) {
    const held = alike.get(word) ?? []
    // A longer word has room for two errors.
    if (held.length < most && distance(word, other) <= (word.length >= 7 ? 2 : 1)) alike.set(word, [...held, other])
  }
  return alike
}
