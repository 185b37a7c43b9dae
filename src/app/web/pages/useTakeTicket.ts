/** Take: become the User at once; of two who take the same ticket one wins, and the other is told. */
import { useState } from 'react'
import { useCommand } from '#platform/web/query.ts'
import { takeTicket } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'

export function useTakeTicket(id: number, put: (ticket: Ticket) => void, reload: () => Promise<unknown>) {
  const [lost, setLost] = useState(false)
  const take = useCommand(takeTicket, {
    onSuccess: put,
    onError: () => {
      setLost(true)
      void reload()
    },
  })
  return {
    run: () => {
      setLost(false)
      take.mutate({ id })
    },
    taking: take.isPending,
    lost,
  }
}
