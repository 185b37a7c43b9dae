/** What else can be done with an open ticket, behind one button. */
import { IconDots, IconEye } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'

const AccessExplainer = lazy(() => import('./AccessExplainer.tsx').then((m) => ({ default: m.AccessExplainer })))

/** Nothing where there is nothing that this User may do. */
export function TicketMenu({ id }: { id: number }) {
  const { t } = useTranslation()
  const [explained, setExplained] = useState(false)
  if (!useMay('users.read')) return null
  const label = t(($) => $.ticket.more)
  return (
    <>
      <MenuButton
        label={label}
        groups={[
          [
            {
              key: 'access',
              label: t(($) => $.ticket.access.open),
              icon: <IconEye size={16} stroke={1.75} aria-hidden />,
              onPick: () => setExplained(true),
            },
          ],
        ]}
      >
        {(opener) => <IconButton label={label} icon={<IconDots size={16} stroke={1.75} aria-hidden />} {...opener} />}
      </MenuButton>
      <Suspense>{explained && <AccessExplainer id={id} onClose={() => setExplained(false)} />}</Suspense>
    </>
  )
}
