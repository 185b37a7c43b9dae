/** One ticket. */
export function TicketPage() {
  return <main />
}
