/** Anonymising the open ticket, for those who may: an entry in its menu, and the dialog, loaded when it is opened. */
import { IconUserOff } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import type { MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import type { Ticket } from '#tickets/ticket.ts'

const AnonymiseDialog = lazy(() => import('#erasure/web/AnonymiseDialog.tsx').then((m) => ({ default: m.AnonymiseDialog })))

export function useAnonymise({ id }: Pick<Ticket, 'id'>, reload: () => unknown) {
  const { t } = useTranslation()
  const may = useMay('tickets.anonymise')
  const [open, setOpen] = useState(false)
  const entry: MenuEntry = {
    key: 'anonymise',
    label: t(($) => $.erasure.open),
    icon: <IconUserOff size={16} stroke={1.75} aria-hidden />,
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
        <AnonymiseDialog id={id} onClose={() => setOpen(false)} onDone={done} />
      </Suspense>
    ),
  }
}
