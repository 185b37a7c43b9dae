/** Takes what tickets said out of search at once, and the words that only their titles had. */
import { sql, type Kysely } from 'kysely'
import { quoted } from '#platform/textQuery.ts'
import type { DB } from '#platform/server/tables.ts'

/** Whoever has replaced the text has the documents made anew after this. */
export async function forgetDocuments(db: Kysely<DB>, ticketIds: readonly number[]) {
  const { rows } = await sql<{ words: string[] }>`delete from ticket_search where ticket_id = any(${[...ticketIds]}::bigint[])
    returning tsvector_to_array(ts_filter(doc, '{a}')) as words`.execute(db)
  for (const word of new Set(rows.flatMap(({ words }) => words))) await forgetWord(db, word)
}

export const forgetWord = (db: Kysely<DB>, word: string) =>
  sql`delete from search_words where word = ${word}
    and not exists (select from ticket_search where doc @@ ${`${quoted(word)}:A`}::tsquery)`.execute(db)

/** Words of titles that are gone by other ways: purged from the bin. */
export async function sweepWords(db: Kysely<DB>) {
  for (let last = ''; ;) {
    const { rows } = await sql<{ word: string }>`select word from search_words where word > ${last} order by word limit 1000`.execute(db)
    for (const { word } of rows) await forgetWord(db, word)
    if (rows.length < 1000) return
    last = rows.at(-1)?.word ?? ''
  }
}
