/** Where the list was left: the first tab, the mark and “back” lead to the view that was open last. */
import { useSyncExternalStore } from 'react'
import { z } from 'zod'
import { keep, readKept } from '#platform/web/kept.ts'

/** The list's own address: on leaving, its page still hears where one goes. */
const shape = z.string().regex(/^\/tickets(?:\?|$)/)
let href = readKept('list', shape) ?? '/tickets'
const listeners = new Set<() => void>()

/** Remembers the list's address; told by the list itself. */
export function rememberList(now: string) {
  if (now === href || !shape.safeParse(now).success) return
  href = now
  keep('list', now)
  for (const listener of listeners) listener()
}

function listen(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The address of the list as it was left. */
export const useListHref = () => useSyncExternalStore(listen, () => href)
