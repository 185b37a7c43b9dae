/** While an email is written the Templates are in front; then what was there before, unless another tab was chosen meanwhile. */
import { useEffect, useEffectEvent, useRef } from 'react'
import type { RightTab } from './useTicketTabs.ts'

export function useTemplatesInFront(writing: boolean, right: RightTab, choose: (chosen: { right: RightTab }) => void) {
  const before = useRef<RightTab>(null)
  const turn = useEffectEvent((begins: boolean) => {
    if (begins && right !== 'templates') {
      before.current = right
      choose({ right: 'templates' })
    } else if (!begins) {
      if (before.current && right === 'templates') choose({ right: before.current })
      before.current = null
    }
  })
  useEffect(() => turn(writing), [writing])
}
