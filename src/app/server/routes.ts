/** All endpoints of the server, domain by domain. */
import { activitiesOfContact } from '#activities/server/activitiesOfContact.ts'
import { activityRoutes } from '#activities/server/routes.ts'
import { adminRoutes } from '#admin/server/routes.ts'
import { categoryRoutes } from '#categories/server/routes.ts'
import { messageRoutes } from '#channels/email/server/messageRoutes.ts'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { emailRoutes } from '#channels/email/server/routes.ts'
import type { CustomerHolders } from '#crm/server/customerHolder.ts'
import { contactsOfAccount } from '#crm/server/mergeAccounts.ts'
import { crmRoutes } from '#crm/server/routes.ts'
import { fieldRoutes } from '#fields/server/routes.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { historyRoutes } from '#history/server/routes.ts'
import { peopleRoutes } from '#people/server/routes.ts'
import { signInRoutes } from '#people/signIn/server/routes.ts'
import type { Route } from '#platform/server/route.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { erasureRoutes } from '#erasure/server/routes.ts'
import { runRoutes } from '#runs/server/routes.ts'
import { searchRoutes } from '#search/server/routes.ts'
import { macroRoutes } from '#macros/server/routes.ts'
import { templateRoutes } from '#templates/server/routes.ts'
import { ticketRoutes } from '#tickets/server/routes.ts'
import { ticketsOfAccount, ticketsOfContact } from '#tickets/server/ticketsOfCustomer.ts'
import { transferRoutes } from '#transfer/server/routes.ts'
import { notificationRoutes } from '#notifications/server/routes.ts'
import { worktimeRoutes } from '#worktime/server/routes.ts'
import { viewRoutes } from '#views/server/routes.ts'
import type { LiveCounts } from '#views/server/live/liveCounts.ts'

/** What points at Contacts: it moves when they are merged. */
export const customerHolders: CustomerHolders = {
  contact: [ticketsOfContact, activitiesOfContact],
  account: [ticketsOfAccount, contactsOfAccount],
}

export interface RouteParts {
  store: FileStore
  secrets: Secrets
  liveCounts?: Pick<LiveCounts, 'for'>
  /** The address by which browsers reach this desk. */
  publicUrl: () => string
}

export const routesOf = ({ store, secrets, liveCounts, publicUrl }: RouteParts): Route[] => [
  ...peopleRoutes,
  ...fieldRoutes,
  ...signInRoutes({ secrets, publicUrl }),
  ...crmRoutes({ holders: customerHolders }),
  ...categoryRoutes,
  ...ticketRoutes,
  ...activityRoutes(store),
  ...templateRoutes,
  ...macroRoutes,
  ...emailRoutes({ store, secrets }),
  ...messageRoutes({ store, mint: minter(secrets.key('mail-signature')) }),
  ...searchRoutes,
  ...viewRoutes(liveCounts),
  ...runRoutes(store),
  ...transferRoutes(store),
  ...erasureRoutes(store),
  ...worktimeRoutes,
  ...notificationRoutes,
  ...historyRoutes,
  ...adminRoutes,
]
