/** The rows about search: rare and common words, several of them, and one that is mistyped. */
import { searchPage } from '#search/server/routes.ts'
import { both, ratio, times, type Row } from './measure.ts'
import type { Reading } from './reading.ts'
import { replay, statementsOf } from './twin.ts'

const typed = [
  'invoice',
  'refund',
  'printer label',
  'address delivery new',
  'dobrý den prosím',
  'guten tag bitte',
  'hello order thank',
  'R-21070',
  'zeppelin',
  'rechnung',
  'invoce',
  'faktury',
]

export async function searchRows({ client, pool, userId }: Reading): Promise<Row[]> {
  const statements = await Promise.all(typed.map((q) => statementsOf(pool, userId, (ctx) => searchPage(ctx, { q, limit: 50, after: 0 }))))
  const n = typed.length * 10
  const twin = await times(n, (i) => replay(pool, statements[i % statements.length] ?? []))
  const ours = await times(n, (i) => client.call('GET', `/api/v1/search?limit=50&q=${encodeURIComponent(typed[i % typed.length] ?? '')}`))
  const counted = await times(typed.length * 2, (i) =>
    client.call('GET', `/api/v1/search/count?q=${encodeURIComponent(typed[i % typed.length] ?? '')}`),
  )
  return [
    {
      what: `search, 50 hits marked, ${typed.length} questions of one to three words (p50 / p95)`,
      aim: 'p95 ≤ 50 ms',
      ours: both(ours),
      twin: both(twin),
      ratio: ratio(ours.p50, twin.p50),
    },
    { what: 'how many hits there are, exact', aim: '', ours: both(counted), twin: '', ratio: '' },
  ]
}
