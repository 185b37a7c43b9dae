/** A thing that administrators configure (a status, an SLA, a Team …), declared once: its doors, its events and its audit entries derive. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { event, type Subject } from './event.ts'
import type { Module } from './permission.ts'
import { done, id, instant } from './shapes.ts'

/** Where something is used, for people: `what` names the kind of user, `title` the one. */
export const use = z.strictObject({ what: z.string(), id: z.int(), title: z.string() })
export type Use = z.infer<typeof use>

export const lastChange = z.strictObject({
  changedAt: instant,
  /** Null: the installation itself. */
  changedBy: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
})
export type LastChange = z.infer<typeof lastChange>

/** What is known of every thing besides what people fill in. */
const kept = { id: z.int(), version: z.int(), ...lastChange.shape }

const versioned = { id, version: z.int() }
const values = z.record(z.string(), z.unknown())

/**
 * `name` is its subject in the event list, `path` the end of its address, `module` the permissions that open it, `shape` what people
 * fill in. A change sends the whole of it, with the version that was loaded: whoever saves second is told what happened meanwhile (409).
 * Deleting what is in use is refused (422 `in_use`) and says where.
 */
export function thing<Name extends Subject, Raw extends z.ZodRawShape>(declared: {
  name: Name
  path: string
  module: Module
  /** For the API's document: `['a status', 'statuses']`. */
  called: readonly [string, string]
  shape: z.ZodObject<Raw, z.core.$strict>
}) {
  const { name, path, module, called, shape } = declared
  const [one, many] = called
  const at = `/api/v1/${path}` as const
  const shown = z.strictObject({ ...shape.shape, ...kept })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it keeps the shape's refinements, and its type cannot follow a shape unknown here
  const changing = shape.safeExtend(versioned as never) as unknown as z.ZodObject<Raw & typeof versioned, z.core.$strict>
  return {
    ...declared,
    shown,
    parse: (given: unknown): z.output<typeof shape> => shape.parse(given),
    events: {
      created: event({ name: `${name}.created`, subject: name, payload: z.object({ values }) }),
      changed: event({
        name: `${name}.changed`,
        subject: name,
        payload: z.object({ changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })) }),
      }),
      deleted: event({ name: `${name}.deleted`, subject: name, payload: z.object({ values }) }),
    },
    doors: {
      list: endpoint({
        method: 'GET',
        path: at,
        summary: `All ${many}`,
        access: `${module}.read`,
        input: z.object({}),
        output: z.strictObject({ items: z.array(shown) }),
      }),
      get: endpoint({
        method: 'GET',
        path: `${at}/{id}`,
        summary: `Read ${one}`,
        access: `${module}.read`,
        input: z.object({ id }),
        output: shown,
      }),
      create: endpoint({
        method: 'POST',
        path: at,
        summary: `Create ${one}`,
        access: `${module}.create`,
        input: shape,
        output: shown,
      }),
      change: endpoint({
        method: 'PUT',
        path: `${at}/{id}`,
        summary: `Change ${one}; all its values, with the version that was loaded`,
        access: `${module}.update`,
        input: changing,
        output: shown,
      }),
      remove: endpoint({
        method: 'DELETE',
        path: `${at}/{id}`,
        summary: `Delete ${one} that is nowhere in use`,
        access: `${module}.delete`,
        input: z.object({ id }),
        output: done,
      }),
      uses: endpoint({
        method: 'GET',
        path: `${at}/{id}/uses`,
        summary: `Where ${one} is used`,
        access: `${module}.read`,
        input: z.object({ id }),
        output: z.strictObject({ uses: z.array(use) }),
      }),
    },
  }
}

/** Any thing. */
export type AnyThing = ReturnType<typeof thing<Subject, z.ZodRawShape>>
/** A thing of which people fill in `V`. */
export type Thing<V extends Filled> = Omit<AnyThing, 'parse'> & { parse: (given: unknown) => V }
export type Filled = Record<string, unknown>
/** A thing as it is shown: what was filled in, and what is known besides. */
export type Shown<V> = V & LastChange & { id: number; version: number }
