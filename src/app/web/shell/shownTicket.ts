/** The ticket whose page is shown, if one is. */
import { useLocation, useParams } from '@tanstack/react-router'

export function useShownTicket(): number | undefined {
  const { id } = useParams({ strict: false })
  const onTicket = useLocation({ select: (location) => location.pathname.startsWith('/tickets/') })
  return onTicket && typeof id === 'number' ? id : undefined
}
