/** The keys of an open ticket. They fill the form and save nothing; Take always saves. */
import { useEffect, useEffectEvent } from 'react'
import { type KeyMap, useKeys } from '#platform/web/keys.ts'
import type { Beginning } from './useComposing.ts'

interface Actions {
  begin: (kind: Beginning) => void
  setClosed: () => void
  take: () => void
  save: () => void
  showForm: () => void
}

export function useTicketKeys({ begin, setClosed, take, save, showForm }: Actions) {
  const focus = (field: string) => {
    showForm()
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-field="${field}"]`)?.focus())
  }
  const keys: KeyMap = {
    r: () => begin('reply'),
    a: () => begin('all'),
    f: () => begin('forward'),
    n: () => begin('comment'),
    e: () => setClosed(),
    m: () => take(),
    s: () => focus('state'),
    p: () => focus('priority'),
    o: () => focus('userId'),
  }
  useKeys(keys)
  const saveKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    save()
  })
  useEffect(() => {
    document.addEventListener('keydown', saveKey)
    return () => document.removeEventListener('keydown', saveKey)
  }, [])
}
