/** The page on which tickets are imported; the address names the file, so that one can leave and come back. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ImportTickets } from '#transfer/web/ImportTickets.tsx'

const route = getRouteApi('/desk/tickets/import')

export function ImportTicketsPage() {
  const { file } = route.useSearch()
  const navigate = useNavigate()
  return (
    <ImportTickets
      id={file}
      onImport={(id) => void navigate({ to: '/tickets/import', search: id === null ? {} : { file: id }, replace: id !== null })}
    />
  )
}
