/**
 * The one listener for keys. Whatever is on the page offers its actions here; a key runs the action that has it, the ticket's before the list's before
 * everybody's. Single keys work outside of inputs, and never together with Ctrl, Alt or ⌘, which belong to the browser.
 */
import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'
import { type ActionKey, actionKeys, actionOf, type ChosenKeys, keyOfAction } from '#platform/actions.ts'
import type { Permission } from '#platform/permission.ts'

/** What an action does now; one that is not possible at the moment is left out or undefined. The event is missing where it is run from the palette. */
export type Offered = Partial<Record<ActionKey, ((event?: KeyboardEvent) => void) | undefined>>

/** Whose keys these are: what they chose, and what they may do. */
interface Keyboard {
  chosen: ChosenKeys
  may: (permission: Permission) => boolean
}
let keyboard: Keyboard = { chosen: {}, may: () => true }
const listeners = new Set<() => void>()

export function setKeyboard(next: Keyboard) {
  keyboard = next
  for (const listener of listeners) listener()
}
function listen(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The key that an action has now; null: none. */
export const useKeyOf = (action: ActionKey): string | null => useSyncExternalStore(listen, () => keyOfAction(action, keyboard.chosen))
/** What was chosen instead of the usual keys. */
export const useChosenKeys = (): ChosenKeys => useSyncExternalStore(listen, () => keyboard.chosen)

const typing = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]:not([contenteditable=false])'
const pressable = 'a[href], button, summary, [role=button], [role=menuitem], [role=option], [role=tab], [role=separator]'

function isMeant(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false
  const target = event.target instanceof Element ? event.target : document.body
  if (target.closest(typing)) return false
  if ((event.key === 'Enter' || event.key === ' ') && target.closest(pressable)) return false
  return !document.querySelector('[aria-modal="true"]')
}

/** As the table names it. With CapsLock alone the small letter is meant. */
export function keyTyped(event: KeyboardEvent): string {
  const { key, shiftKey } = event
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !shiftKey) return `Mod+${key.toLowerCase()}`
  return key.length === 1 && !shiftKey && event.getModifierState('CapsLock') ? key.toLowerCase() : key
}

type Offer = { current: Offered }
const offers: Offer[] = []

const inTurn = (['ticket', 'list', 'everywhere'] as const).map((scope) => actionKeys.filter((key) => actionOf(key).scope === scope))

/** What is possible now, with how to do it; of two that offer the same the one that came last. */
export function offeredNow(): { action: ActionKey; run: (event?: KeyboardEvent) => void }[] {
  return inTurn.flat().flatMap((action) => {
    const { permission } = actionOf(action)
    if (permission && !keyboard.may(permission)) return []
    const run = offers.findLast((offer) => offer.current[action] !== undefined)?.current[action]
    return run ? [{ action, run }] : []
  })
}

function press(event: KeyboardEvent) {
  if (event.defaultPrevented) return
  const key = keyTyped(event)
  if (!key.startsWith('Mod+') && !isMeant(event)) return
  const found = offeredNow().find(({ action }) => keyOfAction(action, keyboard.chosen) === key)
  if (!found) return
  event.preventDefault()
  found.run(event)
}

/** Offers actions while mounted. */
export function useActions(offered: Offered) {
  const offer = useRef(offered)
  useLayoutEffect(() => {
    offer.current = offered
  })
  useEffect(() => {
    offers.push(offer)
    if (offers.length === 1) document.addEventListener('keydown', press)
    return () => {
      offers.splice(offers.indexOf(offer), 1)
      if (offers.length === 0) document.removeEventListener('keydown', press)
    }
  }, [])
}
