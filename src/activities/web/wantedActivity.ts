/** An activity that something leads to: the feed loads as far back as it stands, and draws it wherever it is. */
import { useSyncExternalStore } from 'react'

let wanted: number | null = null
const listeners = new Set<() => void>()

/** Null ends the wish. */
export function wantActivity(id: number | null) {
  wanted = id
  for (const listener of listeners) listener()
}

export const useWantedActivity = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => wanted,
  )
