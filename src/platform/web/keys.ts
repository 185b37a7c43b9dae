/** Single keys as commands: they work outside of inputs, and never together with Ctrl, Alt or ⌘, which belong to the browser. */
import { useEffect, useEffectEvent } from 'react'

/** By the key that it types: `j`, `Enter`, `?`, `.`; a capital letter means Shift with it. */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>

const typing = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]:not([contenteditable=false])'
const pressable = 'a[href], button, summary, [role=button], [role=menuitem], [role=option], [role=tab], [role=separator]'

const isMeant = (event: KeyboardEvent, inDialog: boolean) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false
  const target = event.target instanceof Element ? event.target : document.body
  if (target.closest(typing)) return false
  if ((event.key === 'Enter' || event.key === ' ') && target.closest(pressable)) return false
  return inDialog || !document.querySelector('[aria-modal="true"]')
}

/** Listens while mounted and `active`. Keys rest while a dialog is open, unless they are the dialog's own (`inDialog`). */
export function useKeys(keys: KeyMap, { active = true, inDialog = false }: { active?: boolean; inDialog?: boolean } = {}) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isMeant(event, inDialog)) return
    const run = Object.hasOwn(keys, event.key) ? keys[event.key] : event.shiftKey ? undefined : keys[event.key.toLowerCase()]
    if (!run) return
    event.preventDefault()
    run(event)
  })
  useEffect(() => {
    if (!active) return undefined
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [active])
}
