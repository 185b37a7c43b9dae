/** Puts the caret where the work of a page begins: the one field that everyone who comes here fills first. */
import { useEffect, useRef } from 'react'

/** Give the ref to that field. */
export function useFocusFirst<E extends HTMLElement>() {
  const field = useRef<E>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}
