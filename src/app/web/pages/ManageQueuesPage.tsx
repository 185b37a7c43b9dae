/** Manage, Email queues. */
export function ManageQueuesPage() {
  return <main />
}
