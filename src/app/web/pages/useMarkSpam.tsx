/** Marking the open ticket as spam, for those who may delete it: an entry in its menu, and the dialog, loaded when it is opened. */
import { IconMailOff } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import type { MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import type { Ticket } from '#tickets/ticket.ts'

const MarkSpamDialog = lazy(() => import('#channels/email/web/MarkSpamDialog.tsx').then((m) => ({ default: m.MarkSpamDialog })))

export function useMarkSpam({ id, bin }: Pick<Ticket, 'id' | 'bin'>, reload: () => unknown) {
  const { t } = useTranslation()
  const may = useMay('tickets.delete') && bin === null
  const [open, setOpen] = useState(false)
  const entry: MenuEntry = {
    key: 'spam',
    label: t(($) => $.email.spam.mark),
    icon: <IconMailOff size={16} stroke={1.75} aria-hidden />,
    danger: true,
    onPick: () => setOpen(true),
  }
  const done = () => {
    setOpen(false)
    void reload()
  }
  return {
    entries: may ? [entry] : [],
    dialog: open && (
      <Suspense>
        <MarkSpamDialog id={id} onClose={() => setOpen(false)} onDone={done} />
      </Suspense>
    ),
  }
}
