/** What this page says of where its User is, and what it hears of who else is in the tickets on its screen. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { doings, type Doing, type Present } from '#platform/live.ts'
import { lastActive } from '#platform/web/activity.ts'
import { useLivePresence, useLiveState } from '#platform/web/LiveProvider.tsx'

/** Whoever has done nothing for so long looks at nothing. Milliseconds. */
const away = 5 * 60_000
const nobody: readonly Present[] = []

/** Tickets on the screen, and what is done in them besides looking. */
const shown = new Map<symbol, { ticket: number; does: readonly Doing[] }>()
/** What was begun and left in tabs behind. */
const left = new Map<number, readonly Doing[]>()
const near = new Map<symbol, number>()
const people = new Map<number, readonly Present[]>()
const listeners = new Set<() => void>()
let version = 0

function changed() {
  version++
  for (const listener of listeners) listener()
}

let timer: ReturnType<typeof setTimeout> | undefined
/** Rows come and go while one scrolls. */
function soon() {
  timer ??= setTimeout(() => {
    timer = undefined
    changed()
  }, 150)
}

function listen(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The User has this ticket before them; `does` is what they have begun in it. */
export function useBeHere(ticket: number, does: readonly Doing[]) {
  const text = does.join(' ')
  useEffect(() => {
    const key = Symbol('shown')
    const begun = doings.filter((one) => text.split(' ').includes(one))
    left.delete(ticket)
    shown.set(key, { ticket, does: begun })
    changed()
    return () => {
      shown.delete(key)
      if (begun.length > 0) left.set(ticket, begun)
      changed()
    }
  }, [ticket, text])
}

/** Who else is in a ticket that is on the screen. */
export function usePresent(ticket: number): readonly Present[] {
  useEffect(() => {
    const key = Symbol('near')
    near.set(key, ticket)
    soon()
    return () => {
      near.delete(key)
      soon()
    }
  }, [ticket])
  return useSyncExternalStore(listen, () => people.get(ticket) ?? nobody)
}

/** Mounted once around all pages. `unsaved`: the tickets in whose tabs something is begun; what was left in others is over. */
export function usePresence(unsaved: readonly number[]) {
  useSyncExternalStore(listen, () => version)
  const there = useThere()
  const state = useLiveState()
  useEffect(() => {
    // Who is there now is told when the line is back.
    if (state !== 'lost') return
    people.clear()
    changed()
  }, [state])

  const here = new Map<number, Set<Doing>>()
  const does = (ticket: number, all: readonly Doing[]) => here.set(ticket, new Set([...(here.get(ticket) ?? []), ...all]))
  for (const one of shown.values()) does(one.ticket, there ? ['viewing', ...one.does] : one.does)
  for (const [ticket, begun] of left) if (unsaved.includes(ticket)) does(ticket, begun)
  const asked = [...new Set(near.values())].slice(0, 300)
  useEffect(() => {
    for (const ticket of people.keys()) if (!asked.includes(ticket)) people.delete(ticket)
  })
  useLivePresence(
    {
      here: [...here]
        .filter(([, all]) => all.size > 0)
        .slice(0, 100)
        .map(([ticket, all]) => ({ ticket, does: doings.filter((one) => all.has(one)) })),
      near: asked,
    },
    (present) => {
      for (const told of present)
        if (told.people.length === 0) people.delete(told.ticket)
        else people.set(told.ticket, told.people)
      changed()
    },
  )
}

/** Whether somebody is at the page: it is in front, and they did something in the last minutes. */
function useThere() {
  const [there, setThere] = useState(true)
  useEffect(() => {
    const look = () => setThere(document.visibilityState === 'visible' && Date.now() - lastActive() < away)
    look()
    const clock = setInterval(look, 5000)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(clock)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return there
}
