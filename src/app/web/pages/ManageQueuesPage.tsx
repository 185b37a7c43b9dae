/** Manage, Email queues: the list. */
import { QueueList } from '#channels/email/web/QueueList.tsx'
import { ManageFrame } from './ManageFrame.tsx'

export function ManageQueuesPage() {
  return (
    <ManageFrame>
      <QueueList />
    </ManageFrame>
  )
}
