/** What one has chosen for oneself, on every page and in every window. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import {
  type PreferenceName,
  type Preferences,
  getPreferences,
  preferences,
  setPreferences,
  usualPreferences,
} from '#people/preferences.ts'
import { call } from '#platform/web/call.ts'
import { keep, onKeptElsewhere, readKept } from '#platform/web/kept.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { useMe } from './session.ts'

const queryKey = keyOf(getPreferences, {})
const nameOf = (userId: number) => `preferences:${userId}`

/** All of them; until the server has answered, as this browser knew them last. */
export function usePreferences(): Preferences {
  const name = nameOf(useMe().id)
  const { data } = useEndpoint(
    getPreferences,
    {},
    { placeholderData: () => readKept(name, preferences), staleTime: 60_000, refetchOnWindowFocus: true },
  )
  useEffect(() => {
    if (data) keep(name, data)
  }, [name, data])
  return data ?? usualPreferences
}

/** Shows what was chosen at once, and takes it back, with the reason, if it could not be kept. */
export function useChoose() {
  const queries = useQueryClient()
  return useCallback(
    async (chosen: Partial<Preferences>) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueryData<Preferences>(queryKey)
      queries.setQueryData<Preferences>(queryKey, { ...(before ?? usualPreferences), ...chosen })
      try {
        queries.setQueryData<Preferences>(queryKey, await call(setPreferences, chosen))
      } catch (error) {
        if (before) queries.setQueryData<Preferences>(queryKey, before)
        else void queries.invalidateQueries({ queryKey })
        throw error
      }
    },
    [queries],
  )
}

/** One of them, with how to choose another value. */
export function usePreference<Name extends PreferenceName>(name: Name): [Preferences[Name], (value: Preferences[Name]) => Promise<void>] {
  const choose = useChoose()
  const set = useCallback((value: Preferences[Name]) => choose({ [name]: value }), [choose, name])
  return [usePreferences()[name], set]
}

/** What was chosen in another window of this browser holds here too; once on the page. */
export function usePreferenceNews() {
  const queries = useQueryClient()
  const { id } = useMe()
  useEffect(() => onKeptElsewhere(nameOf(id), () => void queries.invalidateQueries({ queryKey })), [queries, id])
}
