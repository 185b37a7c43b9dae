/** Which tabs of an open ticket are in front: first what its Category says, then what its User chose, for as long as it is open. */
import { useEffect, useState } from 'react'
import { useEndpoint } from '#platform/web/query.ts'
import { getFormChoices } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { isOpenTab } from '#app/web/openTabs.ts'

export const leftTabs = ['activities', 'history'] as const
export const rightTabs = ['form', 'templates', 'contact', 'attachments', 'time'] as const
export type LeftTab = (typeof leftTabs)[number]
export type RightTab = (typeof rightTabs)[number]
export type TicketTab = LeftTab | RightTab

interface Chosen {
  left?: LeftTab
  right?: RightTab
  /** On phones, where one column shows one tab of both panels. */
  side?: 'left' | 'right'
}

/** Of tickets whose tab is open, also while another one is shown. */
const remembered = new Map<number, Chosen>()

const isLeft = (tab: string): tab is LeftTab => leftTabs.some((one) => one === tab)
const rightOf = (tab: string | undefined) => rightTabs.find((one) => one === tab)

/** `intoPast`: it is opened at a moment of its History. */
export function useTicketTabs({ id, category }: Pick<Ticket, 'id' | 'category'>, intoPast: boolean) {
  const [toPast] = useState(intoPast)
  const [chosen, setChosen] = useState<Chosen>(() => (isOpenTab(id) && !toPast ? remembered.get(id) : undefined) ?? {})
  const choices = useEndpoint(getFormChoices, {}).data
  // That of the Category it was opened in: a change of it moves nothing under one's hands.
  const [focused, setFocused] = useState<string>()
  const said = choices?.categories.find((one) => one.id === category.id)?.focusedTab
  if (focused === undefined && said !== undefined) setFocused(said)
  const first: Required<Chosen> = toPast
    ? { left: 'history', right: 'form', side: 'left' }
    : {
        left: focused === 'history' ? 'history' : 'activities',
        right: rightOf(focused) ?? 'form',
        side: rightOf(focused) ? 'right' : 'left',
      }
  useEffect(() => {
    remembered.set(id, chosen)
    // Closed in the meantime: the next opening begins anew.
    return () => {
      if (!isOpenTab(id)) remembered.delete(id)
    }
  }, [id, chosen])
  const choose = (more: Chosen) => setChosen((held) => ({ ...held, ...more }))
  return {
    left: chosen.left ?? first.left,
    right: chosen.right ?? first.right,
    side: chosen.side ?? first.side,
    /** Brings a tab to the front without a look at the other panel. */
    choose,
    show: (tab: TicketTab) => choose(isLeft(tab) ? { left: tab, side: 'left' } : { right: tab, side: 'right' }),
  }
}
