/** What else can be done with an open ticket, behind one button. */
import { IconArrowMerge, IconDots, IconEye, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { MenuButton, type MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import type { Ticket } from '#tickets/ticket.ts'

const AccessExplainer = lazy(() => import('./AccessExplainer.tsx').then((m) => ({ default: m.AccessExplainer })))
const MergeTicketsDialog = lazy(() => import('./MergeTicketsDialog.tsx').then((m) => ({ default: m.MergeTicketsDialog })))
const DeleteTicketDialog = lazy(() => import('./DeleteTicketDialog.tsx').then((m) => ({ default: m.DeleteTicketDialog })))

interface Props {
  ticket: Ticket
  /** Where the ticket stands after a merge: here, or on another one. */
  onMerged: (survivor: Ticket) => void
  onDeleted: () => void
  /** What other domains do with it for good. */
  more: readonly MenuEntry[]
}

/** Nothing where there is nothing that this User may do. */
export function TicketMenu({ ticket, onMerged, onDeleted, more }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'access' | 'merge' | 'delete' | null>(null)
  const [explains, merges, deletes] = [useMay('users.read'), useMay('tickets.merge'), useMay('tickets.delete')]
  const close = () => setOpen(null)
  const entry = (key: 'access' | 'merge' | 'delete', label: string, Icon: typeof IconEye): MenuEntry => ({
    key,
    label,
    icon: <Icon size={16} stroke={1.75} aria-hidden />,
    onPick: () => setOpen(key),
  })
  const here = ticket.bin === null
  const groups = [
    merges && here
      ? [
          entry(
            'merge',
            t(($) => $.ticket.merge.open),
            IconArrowMerge,
          ),
        ]
      : [],
    explains
      ? [
          entry(
            'access',
            t(($) => $.ticket.access.open),
            IconEye,
          ),
        ]
      : [],
    deletes && here
      ? [
          {
            ...entry(
              'delete',
              t(($) => $.ticket.bin.open),
              IconTrash,
            ),
            danger: true,
          },
        ]
      : [],
    [...more],
  ].filter((group) => group.length > 0)
  if (groups.length === 0) return null
  const label = t(($) => $.ticket.more)
  return (
    <>
      <MenuButton label={label} groups={groups}>
        {(opener) => <IconButton label={label} icon={<IconDots size={16} stroke={1.75} aria-hidden />} {...opener} />}
      </MenuButton>
      <Suspense>
        {open === 'access' && <AccessExplainer id={ticket.id} onClose={close} />}
        {open === 'merge' && (
          <MergeTicketsDialog
            ticket={ticket}
            onClose={close}
            onMerged={(survivor) => {
              close()
              onMerged(survivor)
            }}
          />
        )}
        {open === 'delete' && (
          <DeleteTicketDialog
            ticket={ticket}
            onClose={close}
            onDeleted={() => {
              close()
              onDeleted()
            }}
          />
        )}
      </Suspense>
    </>
  )
}
