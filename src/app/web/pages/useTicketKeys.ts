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
    requestAnimationFrame(() => {
      const input = document.querySelector<HTMLInputElement>(`input[data-field="${field}"]`)
      if (!input) return
      input.focus()
      // One that is typed into opens by itself.
      if (input.readOnly) input.click()
      leaveWhenDone(input)
    })
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

/** Once an option is chosen, or none by Escape, the single keys work again. */
function leaveWhenDone(input: HTMLInputElement) {
  const done = new AbortController()
  const { signal } = done
  const leave = () => {
    done.abort()
    setTimeout(() => {
      if (document.activeElement === input) document.querySelector<HTMLElement>('#content')?.focus()
      if (document.activeElement === input) input.blur()
    })
  }
  input.addEventListener('keydown', ({ key }) => (key === 'Escape' || key === 'Enter') && leave(), { signal })
  input.addEventListener('blur', () => done.abort(), { signal })
  document.addEventListener('click', ({ target }) => target instanceof Element && target.closest('[role=option]') && leave(), { signal })
}
