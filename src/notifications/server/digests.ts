/** Mails of what was not read: one mail for all that is due for a User, written when it leaves, by the Right they have then. */
import { sql, type Kysely } from 'kysely'
import type { SystemLetter } from '#channels/email/systemLetters.ts'
import { english } from '#notifications/words.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { systemAddress } from '#people/signIn/settings.ts'
import { readSetting } from '#platform/server/settings.ts'
import type { DB } from '#platform/server/tables.ts'
import { select, type Told } from './notifications.ts'

/** Puts what is due into one mail for each User; without a system address there is none, and what was due is not told later. */
export async function gatherMails(db: Kysely<DB>, now: Date) {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ userId: number }>`
      select distinct n.user_id as "userId" from notifications n join users u on u.id = n.user_id
      where n.mail_at <= ${now} and n.read_at is null and u.active`.execute(trx)
    const { queueId } = await readSetting(trx, systemAddress)
    for (const { userId } of queueId === null ? [] : rows) {
      const mail = await trx
        .insertInto('system_mails')
        .values({ kind: 'notifications', user_id: userId, queue_id: queueId ?? 0, created_at: now, due_at: now })
        .returning('id')
        .executeTakeFirstOrThrow()
      await sql`update notifications set mail_id = ${mail.id}, mail_at = null
        where user_id = ${userId} and mail_at <= ${now} and read_at is null`.execute(trx)
    }
    await sql`update notifications set mail_at = null where mail_at <= ${now}`.execute(trx)
  })
}

const words = english.notify.letter
const most = 50

/** Null: all of it was read by now, or may not be told any more. */
export const notificationLetter =
  ({ db, publicUrl }: { db: Kysely<DB>; publicUrl: () => string }) =>
  async ({ id, userId }: { id: number; userId: number }): Promise<SystemLetter | null> => {
    const actor = await actorOf(db, userId)
    if (!actor) return null
    const told = await select({ db, actor }, sql`n.mail_id = ${id} and n.read_at is null`, sql`order by n.id limit ${most}`)
    const [first] = told
    if (!first) return null
    const home = publicUrl()
    const lines = told.map((one) => `${sentenceOf(one)}\n${home}${hrefOf(one)}\n(${words.why[one.why]})`)
    return {
      subject: told.length === 1 ? sentenceOf(first) : words.several.replace('{{count}}', String(told.length)),
      text: `${lines.join('\n\n')}\n\n--\n${words.foot}\n${home}/account\n`,
    }
  }

const hrefOf = ({ ticket }: Told) => (ticket ? `/tickets/${ticket.id}` : '/tickets')

function sentenceOf({ kind, ticket, actor, times }: Told): string {
  const what = words.kind[kind].replace('{{who}}', actor?.name ?? words.someone).replace('{{count}}', String(times))
  return ticket ? `#${ticket.id} ${ticket.title}: ${what}` : what
}
