/** What can happen to an Email queue. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

export const queueCreated = event({ name: 'queue.created', subject: 'queue', payload: z.object({}) })
/** Names of the settings that changed; their values may be secrets and are not told. */
export const queueChanged = event({ name: 'queue.changed', subject: 'queue', payload: z.object({ fields: z.array(z.string()) }) })
