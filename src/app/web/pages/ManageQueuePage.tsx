/** Manage, Email queues: one queue, or a new one. */
import { useNavigate, useParams } from '@tanstack/react-router'
import { listCategories } from '#categories/api.ts'
import { listQueues } from '#channels/email/api.ts'
import { QueueForm } from '#channels/email/web/QueueForm.tsx'
import { useEndpoint } from '#platform/web/query.ts'
import { ManageFrame } from './ManageFrame.tsx'
import { MissingPage } from '#app/web/shell/Trouble.tsx'

export function ManageQueuePage() {
  const { id } = useParams({ from: '/desk/manage/queues/$id' })
  const navigate = useNavigate()
  const queues = useEndpoint(listQueues, {}, { refetchOnMount: 'always' })
  const categories = useEndpoint(listCategories, {}).data?.categories
  const isNew = id === 'new'
  const queue = queues.data?.queues.find((q) => String(q.id) === id)
  if (!categories || (!isNew && !queues.data)) return null
  if (!isNew && !queue) return <MissingPage />
  return (
    <ManageFrame>
      <QueueForm
        key={queue ? `${queue.id} ${queue.version}` : 'new'}
        queue={queue}
        categories={categories}
        onSaved={() => void navigate({ to: '/manage/queues' })}
        onReload={() => void queues.refetch()}
      />
    </ManageFrame>
  )
}
