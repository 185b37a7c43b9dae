/** Take: become the User at once; of two who take the same ticket one wins, and the other is told. */
import { useState } from 'react'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { takeTicket } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'

export function useTakeTicket(id: number, put: (ticket: Ticket) => void, reload: () => Promise<unknown>) {
  /** Somebody was faster, or why it could not be taken. */
  const [trouble, setTrouble] = useState<'lost' | { message: string } | null>(null)
  const take = useCommand(takeTicket, {
    onSuccess: put,
    onError: (error) => {
      setTrouble(error instanceof CallProblem && error.status === 409 ? 'lost' : { message: error.message })
      void reload()
    },
  })
  return {
    run: () => {
      setTrouble(null)
      take.mutate({ id })
    },
    taking: take.isPending,
    trouble,
    dismiss: () => setTrouble(null),
  }
}
