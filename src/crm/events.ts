/** What can happen to a Contact or an Account. Values are kept by field, custom fields as `custom.12`. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

const values = z.record(z.string(), z.unknown())
const changes = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }))

export const contactCreated = event({ name: 'contact.created', subject: 'contact', payload: z.object({ values }) })
export const contactChanged = event({ name: 'contact.changed', subject: 'contact', payload: z.object({ changes }) })
export const contactDeleted = event({ name: 'contact.deleted', subject: 'contact', payload: z.object({ values }) })
/** Of the survivor: whom it took in, and what that changed about it. */
export const contactsMerged = event({
  name: 'contact.merged',
  subject: 'contact',
  payload: z.object({ contactIds: z.array(z.int()), changes }),
})
/** Of the other, which from now on leads to the survivor. */
export const contactMergedInto = event({
  name: 'contact.merged_into',
  subject: 'contact',
  payload: z.object({ contactId: z.int(), values }),
})

export const accountCreated = event({ name: 'account.created', subject: 'account', payload: z.object({ values }) })
export const accountChanged = event({ name: 'account.changed', subject: 'account', payload: z.object({ changes }) })
export const accountDeleted = event({ name: 'account.deleted', subject: 'account', payload: z.object({ values }) })
/** Of the survivor: what it took in, and what that changed about it. */
export const accountsMerged = event({
  name: 'account.merged',
  subject: 'account',
  payload: z.object({ accountIds: z.array(z.int()), changes }),
})
/** Of the other, which from now on leads to the survivor. */
export const accountMergedInto = event({
  name: 'account.merged_into',
  subject: 'account',
  payload: z.object({ accountId: z.int(), values }),
})
