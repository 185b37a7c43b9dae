/** The endpoints of runs and the functions that answer them. */
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { macroForMany } from '#macros/server/macroForMany.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { bytesRoute, route, type Route } from '#platform/server/route.ts'
import * as api from '#runs/api.ts'
import { unasked, type keptMacro } from '#runs/run.ts'
import type { z } from 'zod'
import { checkEdits } from '#tickets/server/fieldEdits.ts'
import { downloadRun } from './exportTickets.ts'
import { previewEdit } from './previewEdit.ts'
import { checkMessage } from './messageRows.ts'
import { previewReply } from './previewReply.ts'
import { getRun, listRunRows, listRuns } from './runQueries.ts'
import { startRun, stopRun, undoRun } from './startRun.ts'

export const runRoutes = (store: FileStore): Route[] => [
  route(api.startRun, async (ctx, { run }) => {
    if (run.kind === 'edit') checkEdits(run.request.changes, await fieldsOf(ctx, 'ticket'))
    if (run.kind === 'reply' || run.kind === 'comment') {
      await checkMessage(ctx, run)
      return startRun(ctx, { ...run, most: Math.max(unasked, run.request.confirmed ?? 0) })
    }
    if (run.kind !== 'macro') return startRun(ctx, run)
    const { macroId } = run.request
    return startRun(ctx, { ...run, request: { macroId, ...(await macroForMany(ctx, run.request)) } satisfies z.input<typeof keptMacro> })
  }),
  route(api.previewEdit, previewEdit),
  route(api.previewReply, previewReply),
  route(api.listRuns, async (ctx, { limit }) => ({ runs: await listRuns(ctx, { limit }) })),
  route(api.getRun, (ctx, { id }) => getRun(ctx, id)),
  route(api.listRunRows, listRunRows),
  route(api.stopRun, (ctx, { id }) => stopRun(ctx, id)),
  route(api.undoRun, (ctx, { id }) => undoRun(ctx, id)),
  bytesRoute(api.downloadRun, (ctx, { id }) => downloadRun(ctx, store, id)),
]
