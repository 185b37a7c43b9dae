/** Passwords of Email queues, encrypted at rest and bound to their queue and direction: copied elsewhere they open nothing. */
import type { Secrets } from '#platform/server/secrets.ts'

type Direction = 'imap' | 'smtp' | 'dkim'

const boundTo = (queueId: number, direction: Direction) => `queue:${queueId}:${direction}`

export const sealSecret = (secrets: Secrets, queueId: number, direction: Direction, password: string) =>
  secrets.encrypt('queue-secrets', password, boundTo(queueId, direction))

export const openSecret = (secrets: Secrets, queueId: number, direction: Direction, bytes: Buffer) =>
  secrets.decrypt('queue-secrets', bytes, boundTo(queueId, direction))
