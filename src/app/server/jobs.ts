/** All jobs of the server. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { fieldJobs } from '#fields/server/fieldJobs.ts'
import { importContacts } from '#crm/server/importJob.ts'
import { mergeContactsLater } from '#crm/server/mergeContacts.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { sweepFiles } from '#files/server/sweepFiles.ts'
import { job } from '#platform/server/jobs.ts'
import { retryEvent } from '#platform/server/readers.ts'
import type { DB } from '#platform/server/tables.ts'
import { readers } from './readers.ts'
import { contactHolders } from './routes.ts'

const nothing = z.object({})

export const jobsOf = ({ db, store }: { db: Kysely<DB>; store: FileStore }) => [
  retryEvent(db, readers),
  importContacts({ db }),
  mergeContactsLater({ db, holders: contactHolders }),
  ...fieldJobs(db),
  job({ name: 'sweep_files', payload: nothing, at: '17 3 * * *', run: () => sweepFiles(db, store, new Date()) }),
]
