/** Manage, channels: the Email queues with their editor, the Outbox and the mail ledger. */
import { useNavigate } from '@tanstack/react-router'
import { listCategories } from '#categories/api.ts'
import { listQueues } from '#channels/email/api.ts'
import { QueueForm } from '#channels/email/web/QueueForm.tsx'
import { useEndpoint } from '#platform/web/query.ts'
import { NothingHere } from './NothingHere.tsx'
import type { EditorProps } from './pages.ts'

export { Ledger } from '#channels/email/web/Ledger.tsx'
export { Outbox } from '#channels/email/web/Outbox.tsx'
export { QueueList as QueuesPage } from '#channels/email/web/QueueList.tsx'

/** One Email queue, or a new one. */
export function QueuePage({ id }: EditorProps) {
  const navigate = useNavigate()
  const queues = useEndpoint(listQueues, {}, { refetchOnMount: 'always' })
  const categories = useEndpoint(listCategories, {}).data?.categories
  const queue = queues.data?.queues.find((q) => q.id === id)
  if (!categories || (id !== 'new' && !queues.data)) return null
  if (id !== 'new' && !queue) return <NothingHere />
  return (
    <QueueForm
      key={queue ? `${queue.id} ${queue.version}` : 'new'}
      queue={queue}
      categories={categories}
      onSaved={() => void navigate({ to: '/manage/$page', params: { page: 'queues' } })}
      onReload={() => void queues.refetch()}
    />
  )
}
