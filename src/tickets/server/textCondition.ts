/** Full text as a condition on `tickets as t`: one boolean from the ticket's search document, in lists and counts alike. */
import { sql, type RawBuilder } from 'kysely'
import { askedWords, queryText } from '#platform/textQuery.ts'

/** Words as written; what asks for no word matches nothing. */
export function textMatches(typed: string): RawBuilder<boolean> {
  const query = queryText(askedWords(typed))
  return query === null ? sql`false` : documentMatches(query)
}

/** `query` in PostgreSQL's form. */
export const documentMatches = (query: string) =>
  sql<boolean>`exists (select from ticket_search s where s.ticket_id = t.id and s.doc @@ ${query}::tsquery)`
