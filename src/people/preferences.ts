/** What a User chooses for themselves, kept on the server: each a named setting with its shape and what holds until somebody chooses. */
import { z } from 'zod'
import { type ChosenKeys, movable, possibleKey } from '#platform/actions.ts'
import { endpoint } from '#platform/endpoint.ts'
import { type DeskModule, deskModuleKeys } from '#platform/modules.ts'

const noneTwice = (keys: readonly string[]) => new Set(keys).size === keys.length

/** One's own keys instead of the usual ones, by action; null: none. */
const keys = z.partialRecord(z.enum(movable), z.string().max(20).regex(possibleKey).nullable())
/** The modules in one's favourites bar, in order. */
const favourites = z.array(z.enum(deskModuleKeys)).refine(noneTwice)
/** For how many seconds a sent message can be taken back. */
const undoSendSeconds = z.literal([0, 5, 10, 30])

const channels = z.strictObject({ app: z.boolean(), desktop: z.boolean(), email: z.boolean() })
/** By which ways somebody is told. */
export type Channels = z.output<typeof channels>
/** Other ways than the usual ones, by what is told (src/notifications/kinds.ts). */
const notify = z.record(z.string().regex(/^[a-z_]{1,40}$/), channels).refine((given) => Object.keys(given).length <= 40)
/** When mail tells what was not read here: soon, once an hour, or once a day at that hour of one's own zone. */
const digest = z.strictObject({ how: z.enum(['soon', 'hourly', 'daily']), hour: z.int().min(0).max(23) })
export type Digest = z.output<typeof digest>

/** With which State one last sent a message, by the number of the Category; `none`: it stayed as it was. */
const sendStates = z.record(z.string().regex(/^[1-9]\d{0,14}$/), z.enum(['none', 'waiting', 'closed', 'open']))

/** Every preference: add one here, and endpoint, store and `usePreferences` know it. */
export const preferences = z.strictObject({ keys, favourites, undoSendSeconds, sendStates, notify, digest })
export type Preferences = z.output<typeof preferences>
export type PreferenceName = keyof Preferences
export const preferenceNames = preferences.keyof().options

export const usualPreferences: Preferences = {
  keys: {},
  favourites: ['tickets', 'contacts'],
  undoSendSeconds: 10,
  sendStates: {},
  notify: {},
  digest: { how: 'soon', hour: 8 },
}

/** What was stored, as it can still be understood: names that are no longer there are left out. */
export function readPreference(name: PreferenceName, stored: unknown): Partial<Preferences> {
  if (name === 'keys') return { keys: understoodKeys(stored) }
  if (name === 'favourites') return Array.isArray(stored) ? { favourites: deskModulesIn(stored) } : {}
  const read = preferences.shape[name].safeParse(stored)
  return read.success ? { [name]: read.data } : {}
}

const deskModulesIn = (stored: readonly unknown[]): DeskModule[] => [
  ...new Set(stored.flatMap((key) => deskModuleKeys.filter((one) => one === key))),
]

function understoodKeys(stored: unknown): ChosenKeys {
  const given = z.record(z.string(), z.unknown()).safeParse(stored)
  const all = new Map(Object.entries(given.data ?? {}))
  return Object.fromEntries(
    movable.flatMap((action) => {
      const key = all.get(action)
      return key === null || (typeof key === 'string' && possibleKey.test(key)) ? [[action, key]] : []
    }),
  )
}

export const getPreferences = endpoint({
  method: 'GET',
  path: '/api/v1/me/preferences',
  summary: 'What one has chosen for oneself',
  access: 'signed-in',
  input: z.object({}),
  output: preferences,
})
export const setPreferences = endpoint({
  method: 'PUT',
  path: '/api/v1/me/preferences',
  summary: 'Choose for oneself: each named preference becomes what is given, the others stay',
  access: 'signed-in',
  input: preferences.partial(),
  output: preferences,
})
