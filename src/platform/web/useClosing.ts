/** Something that lies over the page closes with Escape, and with a press anywhere else. */
import { type RefObject, useEffect, useEffectEvent } from 'react'

/** A press on the opener, or in a list of choices or dialog that lies elsewhere in the page, is not elsewhere. */
export function useClosing(box: RefObject<HTMLElement | null>, opener: RefObject<HTMLElement | null>, onClose: () => void) {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    const away = ({ target }: Event) => {
      if (!(target instanceof Element) || !target.isConnected) return
      if (box.current?.contains(target) || opener.current?.contains(target)) return
      if (target.closest('[data-portal], [role=listbox], [aria-modal="true"]')) return
      close()
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      // An Escape in an open list of choices closes that list.
      if (event.target instanceof Element && event.target.closest('[aria-expanded="true"]')) return
      event.preventDefault()
      event.stopPropagation()
      close()
    }
    const held = box.current
    document.addEventListener('pointerdown', away)
    held?.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', away)
      held?.removeEventListener('keydown', escape)
    }
  }, [box, opener])
}
