/** Manage, channels: the Email queues with their editor, the Outbox and the mail ledger. */
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listCategories } from '#categories/api.ts'
import { listQueues, removeQueue, usesOfQueue } from '#channels/email/api.ts'
import type { Queue } from '#channels/email/queue.ts'
import { QueueForm } from '#channels/email/web/QueueForm.tsx'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './frame/editor.module.css'
import { DeleteDialog } from './frame/DeleteDialog.tsx'
import { LastChanged } from './frame/LastChanged.tsx'
import { UseList } from './frame/UsedIn.tsx'
import { NothingHere } from './NothingHere.tsx'
import type { EditorProps } from './pages.ts'

export { Ledger } from '#channels/email/web/Ledger.tsx'
export { Outbox } from '#channels/email/web/Outbox.tsx'
export { QueueList as QueuesPage } from '#channels/email/web/QueueList.tsx'

/** One Email queue, or a new one, perhaps like another. */
export function QueuePage({ id, from }: EditorProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queues = useEndpoint(listQueues, {}, { refetchOnMount: 'always' })
  const categories = useEndpoint(listCategories, {}).data?.categories
  const one = (wanted: number | 'new' | undefined) => queues.data?.queues.find((q) => q.id === wanted)
  const queue = one(id)
  const like = one(from)
  if (!categories || !queues.data) return null
  if (id !== 'new' && !queue) return <NothingHere />
  return (
    <QueueForm
      key={queue ? `${queue.id} ${queue.version}` : `new ${from}`}
      queue={queue}
      like={like && { ...like, name: t(($) => $.manage.editor.copyOf, { title: like.name }) }}
      commands={queue && <QueueCommands queue={queue} />}
      aside={queue && <QueueUses id={queue.id} />}
      categories={categories}
      onSaved={() => void navigate({ to: '/manage/$page', params: { page: 'queues' } })}
      onReload={() => void queues.refetch()}
    />
  )
}

const useUses = (id: number) => useEndpoint(usesOfQueue, { id }, { refetchOnMount: 'always' }).data

function QueueCommands({ queue: { id, name } }: { queue: Queue }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [deleting, setDeleting] = useState(false)
  const mayCreate = useMay('queues.create')
  const mayDelete = useMay('queues.delete')
  const last = useUses(id)?.last
  return (
    <>
      {last && <LastChanged id={id} of={last} subject="queue" />}
      {mayCreate && (
        <IconButton
          label={t(($) => $.manage.editor.clone)}
          icon={<IconCopy size={16} stroke={1.75} />}
          onClick={() => void navigate({ to: '/manage/$page/$id', params: { page: 'queues', id: 'new' }, search: { from: id } })}
        />
      )}
      {mayDelete && (
        <IconButton
          label={t(($) => $.manage.editor.remove)}
          icon={<IconTrash size={16} stroke={1.75} />}
          onClick={() => setDeleting(true)}
        />
      )}
      {deleting && (
        <DeleteDialog
          door={removeQueue}
          id={id}
          title={name}
          onClose={() => setDeleting(false)}
          onDeleted={() => void navigate({ to: '/manage/$page', params: { page: 'queues' } })}
        />
      )}
    </>
  )
}

function QueueUses({ id }: { id: number }) {
  const { t } = useTranslation()
  const uses = useUses(id)?.uses
  return (
    <aside className={css.side} aria-label={t(($) => $.manage.editor.usedIn)}>
      <h2>{t(($) => $.manage.editor.usedIn)}</h2>
      {uses && (uses.length > 0 ? <UseList uses={uses} /> : <p className="meta ink3">{t(($) => $.manage.editor.notUsed)}</p>)}
    </aside>
  )
}
