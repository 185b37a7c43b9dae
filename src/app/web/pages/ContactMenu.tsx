/** What the law asks for about a Contact, for those who may: all their data as a file, and erasing them. */
import { IconDots, IconDownload, IconUserOff } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportContact } from '#erasure/api.ts'
import { useMay } from '#people/web/session.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'

const EraseContactDialog = lazy(() => import('#erasure/web/EraseContactDialog.tsx').then((m) => ({ default: m.EraseContactDialog })))

export function ContactMenu({ contact, onErased }: { contact: { id: number; name: string }; onErased: () => void }) {
  const { t } = useTranslation()
  const may = useMay('contacts.erase')
  const [erasing, setErasing] = useState(false)
  if (!may) return null
  const label = t(($) => $.erasure.contact.more)
  const download = () => window.location.assign(exportContact.path.replace('{id}', String(contact.id)))
  return (
    <>
      <MenuButton
        label={label}
        groups={[
          [
            {
              key: 'export',
              label: t(($) => $.erasure.contact.export),
              icon: <IconDownload size={16} stroke={1.75} aria-hidden />,
              onPick: download,
            },
          ],
          [
            {
              key: 'erase',
              label: t(($) => $.erasure.contact.open),
              icon: <IconUserOff size={16} stroke={1.75} aria-hidden />,
              danger: true,
              onPick: () => setErasing(true),
            },
          ],
        ]}
      >
        {(opener) => <IconButton label={label} icon={<IconDots size={16} stroke={1.75} aria-hidden />} {...opener} />}
      </MenuButton>
      {erasing && (
        <Suspense>
          <EraseContactDialog contact={contact} onClose={() => setErasing(false)} onErased={onErased} />
        </Suspense>
      )}
    </>
  )
}
