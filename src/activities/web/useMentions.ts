/** Offers colleagues who see the ticket while a name is being typed after an `@`. */
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { mentionable } from '#activities/api.ts'
import { mentionsIn, offeredMentions, typedMention } from '#activities/mentions.ts'
import { useEndpoint } from '#platform/web/query.ts'

interface Person {
  id: number
  name: string
}
const most = 6

export interface Mentioning {
  id: string
  offered: readonly Person[]
  /** Which of them Enter chooses. */
  at: number
  choose: (person: Person) => void
  /** True if the key was meant for the list. */
  onKey: (event: KeyboardEvent) => boolean
  /** The text or its cursor is elsewhere now. */
  look: () => void
  /** Those whom this text names. */
  namedIn: (text: string) => number[]
}

export function useMentions(
  ticketId: number,
  input: RefObject<HTMLTextAreaElement | null>,
  replace: (from: number, to: number, text: string) => void,
): Mentioning {
  const id = useId()
  const people = useEndpoint(mentionable, { id: ticketId }, { staleTime: 60_000 }).data?.users ?? []
  const [typed, setTyped] = useState<{ at: number; name: string } | null>(null)
  const [at, setAt] = useState(0)
  const offered = typed ? offeredMentions(people, typed.name).slice(0, most) : []
  const choose = (person: Person) => {
    if (!typed) return
    replace(typed.at, input.current?.selectionStart ?? typed.at, `@${person.name} `)
    setTyped(null)
  }
  return {
    id,
    offered,
    at: Math.min(at, offered.length - 1),
    choose,
    look: () => {
      const box = input.current
      setTyped(box && box.selectionStart === box.selectionEnd ? typedMention(box.value.slice(0, box.selectionStart)) : null)
      setAt(0)
    },
    onKey: (event) => {
      const chosen = offered[Math.min(at, offered.length - 1)]
      if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return false
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
        setAt((Math.min(at, offered.length - 1) + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen)
      else if (event.key === 'Escape') setTyped(null)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    namedIn: (text) => [...new Set(mentionsIn(text, people).flatMap(({ person }) => (person ? [person.id] : [])))],
  }
}
