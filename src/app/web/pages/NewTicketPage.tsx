/** A new ticket by hand. */
export function NewTicketPage() {
  return <main />
}
