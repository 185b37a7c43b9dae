/** The Macros that are offered on a ticket, asked again whenever it changes: what holds for it may be others then. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listTicketMacros } from '#macros/api.ts'
import { useMay } from '#people/web/session.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'

export function useTicketMacros({ id, version }: { id: number; version: number }, enabled: boolean) {
  const queries = useQueryClient()
  const may = useMay('tickets.update')
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: keyOf(listTicketMacros) })
  }, [queries, version])
  return useEndpoint(listTicketMacros, { id }, { enabled: may && enabled })
}
