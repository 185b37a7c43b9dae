/** Keeps what a queue does by itself: with which Templates it answers within and outside which hours, and what it holds back. */
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { automaticSettings } from '#channels/email/automatic.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import type { EmailQueues } from '#platform/server/tables.ts'
import { lockSettings } from '#platform/server/things.ts'

type Settings = z.output<typeof automaticSettings>

/** Left out, all stays as it is. */
export const automaticColumns = (automatic: Settings | undefined) =>
  automatic && {
    time_group_id: automatic.timeGroupId,
    inside_template_id: automatic.insideTemplateId,
    outside_template_id: automatic.outsideTemplateId,
    quarantine_spam_flag: automatic.quarantineSpamFlag,
    quarantine_dmarc: automatic.quarantineDmarc,
  }

/** Templates and Time groups are settings: none is deleted or becomes another kind while a queue is being saved. */
export async function automaticProblems(ctx: Writing, automatic: Settings): Promise<FieldProblem[]> {
  await lockSettings(ctx)
  const problems: FieldProblem[] = []
  for (const field of ['insideTemplateId', 'outsideTemplateId'] as const) {
    const id = automatic[field]
    if (id === null) continue
    const found = await ctx.db.selectFrom('templates').select('kind').where('id', '=', id).executeTakeFirst()
    if (found?.kind !== 'email') problems.push({ field: `automatic.${field}`, code: 'invalid_value' })
  }
  if (automatic.timeGroupId === null) return problems
  const group = await ctx.db.selectFrom('time_groups').select('id').where('id', '=', automatic.timeGroupId).executeTakeFirst()
  return group ? problems : [...problems, { field: 'automatic.timeGroupId', code: 'invalid_value' }]
}

export const automaticOf = (row: Selectable<EmailQueues>): Settings => ({
  timeGroupId: row.time_group_id,
  insideTemplateId: row.inside_template_id,
  outsideTemplateId: row.outside_template_id,
  quarantineSpamFlag: row.quarantine_spam_flag,
  quarantineDmarc: row.quarantine_dmarc,
})
