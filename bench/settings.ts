/** The rows about what administrators configure: a save under many custom fields and rules, a list under a Right of many categories. */
import { randomUUID } from 'node:crypto'
import type { Client } from './client.ts'
import { both, ratio, times, type Row } from './measure.ts'
import { save, type Writing } from './writing.ts'

const [fields, rules, categories] = [300, 50, 50]

/** `as` signs in as a User with this Right; what is made here is deleted again. */
export async function settingsRows(writing: Writing, as: (right: string) => Promise<Client>): Promise<Row[]> {
  return [await manyFields(writing), await manyCategories(writing, as)]
}

async function manyFields(writing: Writing): Promise<Row> {
  const { client } = writing
  const twin = await times(300, (i) => save(writing, i))
  const made: number[] = []
  for (let n = 1; n <= fields; n++)
    made.push(
      await create(client, '/api/v1/custom-fields', {
        subject: 'ticket',
        title: `Bench field ${n}`,
        type: n % 3 === 0 ? 'number' : 'text',
        // Every sixth is a rule; half of those depend on another field.
        required: n % (fields / rules) === 0 ? 'on_close' : 'never',
        condition: n % (2 * (fields / rules)) === 0 && made[0] !== undefined ? { field: made[0], values: ['yes'] } : null,
      }),
    )
  const ours = await times(300, (i) => save(writing, i))
  for (const id of made.toReversed()) await client.call('DELETE', `/api/v1/custom-fields/${id}`)
  return {
    what: `saving a field under ${fields} custom fields, ${rules} of them rules (twin: under none)`,
    aim: 'p95 ≤ 20 ms',
    ours: both(ours),
    twin: both(twin),
    ratio: ratio(ours.p50, twin.p50),
  }
}

async function manyCategories({ client }: Writing, as: (right: string) => Promise<Client>): Promise<Row> {
  const there: { items: { id: number }[] } = JSON.parse(await client.call('GET', '/api/v1/manage/categories'))
  const made: number[] = []
  for (let n = there.items.length; n < categories; n++)
    made.push(await create(client, '/api/v1/manage/categories', { name: `Bench category ${n}` }))
  const name = `Every category, ${randomUUID()}`
  const workCategories = [...there.items.map(({ id }) => id), ...made]
  const right = await create(client, '/api/v1/rights', { name, workCategories })
  const limited = await as(name)
  const twin = await times(300, () => client.openList())
  const ours = await times(300, () => limited.openList())
  limited.close()
  await client.call('PUT', `/api/v1/rights/${right}`, { name, workCategories: there.items.map(({ id }) => id), version: 1 })
  for (const id of made) await client.call('DELETE', `/api/v1/manage/categories/${id}`)
  return {
    what: `the list under a Right of ${categories} categories (twin: under Everything)`,
    aim: 'costs the same',
    ours: both(ours),
    twin: both(twin),
    ratio: ratio(ours.p50, twin.p50),
  }
}

async function create(client: Client, path: string, values: object): Promise<number> {
  const { id }: { id: number } = JSON.parse(await client.call('POST', path, values))
  return id
}
