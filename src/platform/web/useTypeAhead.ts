/** What is typed between the key that opens an input and that input's focus: it is kept for the input, and presses no other key of the page. */
import { useLayoutEffect, useRef } from 'react'

/**
 * While `waiting` is true, until a dialog has the focus. The answer is what was typed so far; asking for it takes it.
 * `onEscape`: the input is not wanted any more.
 */
export function useTypeAhead(waiting: boolean, onEscape: () => void): () => string {
  const typed = useRef('')
  const escape = useRef(onEscape)
  useLayoutEffect(() => {
    escape.current = onEscape
  })
  useLayoutEffect(() => {
    if (!waiting) return undefined
    typed.current = ''
    const keep = (event: KeyboardEvent) => {
      const { key, target } = event
      if (target instanceof Element && target.closest('[aria-modal="true"]')) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (key === 'Escape') escape.current()
      else if (key === 'Backspace') typed.current = typed.current.slice(0, -1)
      else if (key.length === 1) typed.current += key
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    document.addEventListener('keydown', keep, { capture: true })
    return () => document.removeEventListener('keydown', keep, { capture: true })
  }, [waiting])
  return () => {
    const held = typed.current
    typed.current = ''
    return held
  }
}
