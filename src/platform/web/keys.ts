/** Single keys of a page: they work outside of text fields and open dialogs, and never with a modifier. */
import { useEffect, useEffectEvent } from 'react'

/** By the key's name as the browser gives it: `j`, `Enter`, `/`, `?`. */
export type Keys = Record<string, (event: KeyboardEvent) => void>

const typing =
  'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true], [role=textbox], [role=combobox]'
const pressing = 'a[href], button, summary, [role=button], [role=tab], [role=menuitem], [role=option]'

/** Whether a key belongs to what has the focus and not to the page. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest(typing)) return true
  if (document.querySelector('[role=dialog][aria-modal=true]')) return true
  return (event.key === 'Enter' || event.key === ' ') && target?.closest(pressing) !== null && target !== null
}

/** Listens while the component is mounted and `on`; a key that is handled goes no further. */
export function useKeys(keys: Keys, on = true) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const run = keys[event.key]
    if (!run || isTaken(event)) return
    event.preventDefault()
    run(event)
  })
  useEffect(() => {
    if (!on) return undefined
    const listen = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [on])
}
