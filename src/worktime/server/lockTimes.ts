/** The times of one User are written by one transaction at a time, whichever page or process they come from. */
import { sql } from 'kysely'
import type { Writing } from '#platform/server/context.ts'

const lockClass = 7_463

export const lockTimes = ({ db }: Writing, userId: number) =>
  sql`select pg_advisory_xact_lock(${lockClass}, hashint8(${userId}))`.execute(db)
