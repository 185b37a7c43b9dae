/** The names of what an Access may allow: create, read, update and delete per module, and the named ones (product: People and what they may do). */
export const modules = [
  'tickets',
  'views',
  'contacts',
  'accounts',
  'articles',
  'reports',
  'users',
  'categories',
  'queues',
  'templates',
  'settings',
] as const
export const verbs = ['create', 'read', 'update', 'delete'] as const
/** Those beside the table of modules. */
export const named = [
  'tickets.bulk_edit',
  'tickets.merge',
  'tickets.anonymise',
  'tickets.export',
  'tickets.import',
  'activities.comment',
  'activities.move',
  'attachments.delete',
  'time.correct',
  'csat.read',
  'copilot.use',
  'calls.make',
  'sms.send',
  'views.share',
  'ledger.read',
  'audit.read',
  'contacts.erase',
] as const

export type Module = (typeof modules)[number]
export type Permission = `${Module}.${(typeof verbs)[number]}` | (typeof named)[number]

/** All permissions there are, for the Administrator's Access and for checking input. */
export const permissions: readonly Permission[] = [...modules.flatMap((m) => verbs.map((v) => `${m}.${v}` as const)), ...named]
