/** The Outbox. */
export function OutboxPage() {
  return <main />
}
