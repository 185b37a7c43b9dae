/** An event says what happened to one subject. It is declared once; history, live updates and every other reader derive from it. */
import type { z } from 'zod'

/** Payloads name people and tickets by id, never by text, and are forever: they gain keys and never lose them. */
export interface Event<Name extends string = string, P extends z.ZodObject = z.ZodObject> {
  name: Name
  subject: 'ticket' | 'user' | 'queue' | 'category' | 'contact' | 'account' | 'installation'
  payload: P
}

export const event = <Name extends string, P extends z.ZodObject>(declared: Event<Name, P>) => declared
