/** An event says what happened to one subject. It is declared once; history, live updates and every other reader derive from it. */
import type { z } from 'zod'

/** What events are about. */
export const subjects = [
  'ticket',
  'user',
  'access',
  'right',
  'team',
  'queue',
  'category',
  'status',
  'sla',
  'time_group',
  'custom_field',
  'template',
  'macro',
  'contact',
  'account',
  'sso_provider',
  'view',
  'filter_scheme',
  'run',
  'certificate',
  'installation',
] as const
export type Subject = (typeof subjects)[number]

/** Payloads name people and tickets by id, never by text, and are forever: they gain keys and never lose them. */
export interface Event<Name extends string = string, P extends z.ZodObject = z.ZodObject> {
  name: Name
  subject: Subject
  payload: P
}

export const event = <Name extends string, P extends z.ZodObject>(declared: Event<Name, P>) => declared
