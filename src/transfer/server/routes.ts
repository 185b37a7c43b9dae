/** The endpoints of importing tickets and the functions that answer them. */
import type { FileStore } from '#files/server/fileStore.ts'
import { bytesRoute, route, type Route } from '#platform/server/route.ts'
import * as api from '#transfer/api.ts'
import { importProblems } from './importProblems.ts'
import {
  beginTicketImport,
  changeTicketImport,
  getTicketImport,
  listTicketImports,
  stopTicketImport,
  undoTicketImport,
  uploadTickets,
} from './imports.ts'
import { previewTicketImport } from './previewImport.ts'

export const transferRoutes = (store: FileStore): Route[] => [
  route(api.uploadTickets, (ctx, input, exchange) => uploadTickets(ctx, store, input, exchange)),
  route(api.listTicketImports, async (ctx, { limit }) => ({ imports: await listTicketImports(ctx, { limit }) })),
  route(api.getTicketImport, getTicketImport),
  route(api.changeTicketImport, (ctx, input) => changeTicketImport(ctx, store, input)),
  route(api.previewTicketImport, (ctx, input) => previewTicketImport(ctx, store, input)),
  route(api.checkTicketImport, (ctx, input) => beginTicketImport(ctx, input, 'check')),
  route(api.startTicketImport, (ctx, input) => beginTicketImport(ctx, input, 'import')),
  route(api.stopTicketImport, stopTicketImport),
  route(api.undoTicketImport, undoTicketImport),
  bytesRoute(api.ticketImportProblems, (ctx, input) => importProblems(ctx, store, input)),
]
