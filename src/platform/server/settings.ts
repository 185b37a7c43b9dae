/** Reads and writes the installation's settings. The only writer of their table. */
import type { Kysely } from 'kysely'
import { settingChanged, type Setting } from '#platform/setting.ts'
import type { Writing } from './context.ts'
import { record } from './record.ts'
import type { DB } from './tables.ts'
import { differences, lockSettings } from './things.ts'

/** As it is now; what nobody has set yet has its default. */
export async function readSetting<V>(db: Kysely<DB>, { key, parse }: Setting<V>): Promise<V> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  return parse(row?.value ?? {})
}

/** Who may do it was asked before. Saving what is set already changes nothing. */
export async function changeSetting<V extends Record<string, unknown>>(ctx: Writing, setting: Setting<V>, value: V): Promise<void> {
  await lockSettings(ctx)
  const changes = differences(await readSetting(ctx.db, setting), value)
  if (Object.keys(changes).length === 0) return
  const row = {
    value: JSON.stringify(value),
    changed_at: ctx.now,
    changed_by: ctx.actor.kind === 'user' ? ctx.actor.id : null,
  }
  await ctx.db
    .insertInto('settings')
    .values({ key: setting.key, ...row })
    .onConflict((on) => on.column('key').doUpdateSet(row))
    .execute()
  await record(ctx, settingChanged, await nextOfInstallation(ctx), { key: setting.key, changes })
}

/** For what is recorded about the installation itself: its next version. */
export async function nextOfInstallation({ db }: Writing): Promise<{ id: number; version: number }> {
  const { version } = await db
    .updateTable('installation')
    .set((of) => ({ version: of('version', '+', 1) }))
    .returning('version')
    .executeTakeFirstOrThrow()
  return { id: 1, version }
}
