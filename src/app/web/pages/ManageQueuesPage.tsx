/** Manage, Email queues: the list. */
import { QueueList } from '#channels/email/web/QueueList.tsx'

export function ManageQueuesPage() {
  return <QueueList />
}
