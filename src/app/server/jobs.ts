/** All jobs of the server. */
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { z } from 'zod'
import { purgeBin } from '#activities/server/purgeBin.ts'
import { sweepCounts } from '#channels/email/server/breakers.ts'
import { minter } from '#channels/email/server/mintMessageId.ts'
import { importContacts } from '#crm/server/importJob.ts'
import { mergeAccountsLater } from '#crm/server/mergeAccounts.ts'
import { mergeContactsLater } from '#crm/server/mergeContacts.ts'
import { fieldJobs } from '#fields/server/fieldJobs.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { sweepFiles } from '#files/server/sweepFiles.ts'
import { job } from '#platform/server/jobs.ts'
import { retryEvent } from '#platform/server/readers.ts'
import type { Announcer } from '#platform/server/announce.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { DB } from '#platform/server/tables.ts'
import { vacuumErased } from '#erasure/server/vacuum.ts'
import { sweepWords } from '#search/server/forgetDocuments.ts'
import { sweepRuns } from '#runs/server/sweepRuns.ts'
import { workRuns } from '#runs/server/workRun.ts'
import { recomputeJob } from '#tickets/server/deadlineRuns.ts'
import { importTickets } from '#transfer/server/importRun.ts'
import { sweepTicketImports } from '#transfer/server/imports.ts'
import { gatherMails } from '#notifications/server/digests.ts'
import { sweepNotifications } from '#notifications/server/notifications.ts'
import { watchClock } from '#notifications/server/watchClock.ts'
import { readers } from './readers.ts'
import { customerHolders } from './routes.ts'

const nothing = z.object({})

interface Deps {
  db: Kysely<DB>
  pool: pg.Pool
  store: FileStore
  announcer: Announcer
  secrets: Secrets
}

export const jobsOf = ({ db, pool, store, announcer, secrets }: Deps) => [
  retryEvent(db, readers),
  ...fieldJobs(db),
  recomputeJob({ db, announcer }),
  importContacts({ db }),
  mergeContactsLater({ db, holders: customerHolders.contact }),
  mergeAccountsLater({ db, holders: customerHolders.account }),
  job({ name: 'purge_bin', payload: nothing, at: '47 2 * * *', run: async () => void (await purgeBin({ db, announcer }, new Date())) }),
  workRuns({ db, store, announcer, mint: minter(secrets.key('mail-signature')) }),
  importTickets({ db, store, announcer }),
  vacuumErased(pool),
  job({ name: 'watch_clock', payload: nothing, at: '* * * * *', run: () => watchClock(db, new Date()) }),
  job({ name: 'notification_mails', payload: nothing, at: '* * * * *', run: () => gatherMails(db, new Date()) }),
  job({ name: 'sweep_notifications', payload: nothing, at: '37 3 * * *', run: () => sweepNotifications(db, new Date()) }),
  job({ name: 'sweep_mail_counts', payload: nothing, at: '41 3 * * *', run: () => sweepCounts(db, new Date()) }),
  job({ name: 'sweep_words', payload: nothing, at: '27 3 * * *', run: () => sweepWords(db) }),
  job({ name: 'sweep_runs', payload: nothing, at: '7 3 * * *', run: () => sweepRuns(db, new Date()) }),
  job({ name: 'sweep_ticket_imports', payload: nothing, at: '12 3 * * *', run: () => sweepTicketImports(db, new Date()) }),
  job({ name: 'sweep_files', payload: nothing, at: '17 3 * * *', run: () => sweepFiles(db, store, new Date()) }),
]
