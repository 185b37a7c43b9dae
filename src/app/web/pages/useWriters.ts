/** Who changed what while the form is open: live news names the person, the new ticket shows the fields. */
import { useEffect, useEffectEvent, useRef } from 'react'
import type { Person } from '#people/user.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { same } from '#platform/field.ts'
import { fieldNames } from '#tickets/fields.ts'
import type { TicketFormState } from '#tickets/web/useTicketForm.ts'

export function useWriters(form: TicketFormState, users: readonly Person[]) {
  const { ticket, stored } = form
  const actor = useRef<number | null>(null)
  const before = useRef(stored)
  useLiveEvents((events) => {
    for (const event of events)
      if (event.subject === 'ticket' && event.id === ticket.id && event.name === 'ticket.changed' && !event.own)
        actor.current = event.actorId
  })
  const compare = useEffectEvent(() => {
    const changed = fieldNames.filter((field) => !same(before.current[field], stored[field]))
    before.current = stored
    if (changed.length > 0 && actor.current !== null)
      form.wrote(changed, users.find((u) => u.id === actor.current)?.name ?? null, ticket.editedAt)
  })
  useEffect(() => compare(), [ticket.version])
}
