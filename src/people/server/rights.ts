/** Keeps the Rights. The shipped one, Everything, stays as it is; no other holds more than whoever makes it. */
import { sql } from 'kysely'
import { rights } from '#people/right.ts'
import { RuleBroken } from '#platform/problem.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'
import { expectMayGiveRight, expectMayGiveTo } from './mayGive.ts'
import { unknownIds } from './unknownIds.ts'

export const keptRights = keepThings({
  thing: rights,
  table: 'rights',
  columns: {
    name: 'name',
    everything: 'everything',
    workCategories: 'work_categories',
    handCategories: 'hand_categories',
    queues: 'queues',
    handUsers: 'hand_users',
    views: 'views',
    articleFolders: 'article_folders',
    flags: 'flags',
  },
  title: 'name',
  order: sql`x.everything desc, lower(x.name)`,
  async check(ctx, values, id) {
    if (id === null && values.everything) return [{ field: 'everything', code: 'shipped' }]
    const unknown = await unknownIds(ctx, [
      ['workCategories', 'categories', values.workCategories],
      ['handCategories', 'categories', values.handCategories],
      ['queues', 'email_queues', values.queues],
      ['handUsers', 'users', values.handUsers ?? []],
      ['views', null, values.views],
      ['articleFolders', null, values.articleFolders],
    ])
    if (id !== null) await expectMayGiveTo(ctx, { rightId: id }, {})
    if (unknown.length === 0) await expectMayGiveRight(ctx, values)
    return unknown
  },
  async uses({ db }, id): Promise<Use[]> {
    const { rows } = await sql<Use>`
      (select 'user' as what, id, name as title from users where right_id = ${id} order by name, id)
      union all (select 'sso_provider', id, name from sso_providers where right_id = ${id} order by name, id)
      union all (select 'macro', id, name from macros where ${id} = any(right_ids) order by name, id)`.execute(db)
    return rows
  },
  async saved(ctx, { before, after }) {
    if (before === null) return
    if (before.everything || after?.everything)
      throw new RuleBroken('The Right Everything is shipped and stays as it is.', [{ field: 'everything', code: 'shipped' }], 'shipped')
    if (after === null) await expectMayGiveRight(ctx, before)
  },
})
