/** One Email queue. */
export function ManageQueuePage() {
  return <main />
}
