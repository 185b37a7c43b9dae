/** Reads and writes what a User chose for themselves. The only writer of its table. */
import { preferenceNames, type Preferences, readPreference, usualPreferences } from '#people/preferences.ts'
import { clashes } from '#platform/actions.ts'
import { BadInput } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'

export const getPreferences = (ctx: Context): Promise<Preferences> => preferencesOf(ctx, userOf(ctx).id)

type Wanted = { [Name in keyof Preferences]?: Preferences[Name] | undefined }

/** Anybody's, for what the desk does in their name. */
export async function preferencesOf({ db }: Pick<Context, 'db'>, userId: number): Promise<Preferences> {
  const rows = await db.selectFrom('user_preferences').select(['name', 'value']).where('user_id', '=', userId).execute()
  const stored = new Map(rows.map(({ name, value }) => [name, value]))
  const chosen = preferenceNames.flatMap((name) => (stored.has(name) ? [readPreference(name, stored.get(name))] : []))
  return Object.assign({}, usualPreferences, ...chosen)
}

/** Of two who choose at once the later one decides, about each preference by itself. */
export async function setPreferences(ctx: Context, wanted: Wanted): Promise<Preferences> {
  const { id } = userOf(ctx)
  const clashing = clashes(wanted.keys ?? {})
  if (clashing.length > 0)
    throw new BadInput(
      'Two actions of one place cannot have the same key.',
      clashing.map(({ action, by }) => ({ field: `keys.${action}`, code: 'taken', details: { by } })),
      'taken',
    )
  return inTransaction(ctx, async (writing) => {
    const rows = Object.entries(wanted).map(([name, value]) => ({ user_id: id, name, value: JSON.stringify(value) }))
    if (rows.length > 0)
      await writing.db
        .insertInto('user_preferences')
        .values(rows)
        .onConflict((taken) => taken.columns(['user_id', 'name']).doUpdateSet((now) => ({ value: now.ref('excluded.value') })))
        .execute()
    return preferencesOf(writing, id)
  })
}
