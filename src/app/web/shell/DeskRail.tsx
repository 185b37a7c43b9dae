/** The rail of the desk: its modules, Manage for those who may, and one's own menu. */
import { useMantineColorScheme } from '@mantine/core'
import {
  IconClock,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconStack2,
  IconSun,
  IconTicket,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { manageHref } from '#admin/web/pages.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'
import { Rail } from '#platform/web/ui/Rail.tsx'
import { useMe } from '#people/web/session.ts'
import css from './DeskRail.module.css'
import { useListHref } from './listHref.ts'
import { useSignOut } from './useSignOut.ts'

export function DeskRail({ onKeys, onRuns }: { onKeys: () => void; onRuns: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useLocation()
  const list = useListHref()
  const manage = manageHref(me.permissions)
  return (
    <Rail
      home={list}
      modules={[
        {
          key: 'tickets',
          label: t(($) => $.desk.tickets),
          icon: <IconTicket size={20} stroke={1.6} aria-hidden />,
          href: list,
          current: pathname.startsWith('/tickets'),
        },
        ...(me.permissions.includes('contacts.read')
          ? [
              {
                key: 'contacts',
                label: t(($) => $.crm.contacts),
                icon: <IconUsers size={20} stroke={1.6} aria-hidden />,
                href: '/contacts',
                current: pathname.startsWith('/contacts') || pathname.startsWith('/accounts'),
              },
            ]
          : []),
      ]}
      foot={
        manage
          ? [
              {
                key: 'manage',
                label: t(($) => $.desk.manage),
                icon: <IconSettings size={20} stroke={1.6} aria-hidden />,
                href: manage,
                current: pathname.startsWith('/manage'),
              },
            ]
          : []
      }
      me={<MyMenu onKeys={onKeys} onRuns={onRuns} />}
    />
  )
}

function MyMenu({ onKeys, onRuns }: { onKeys: () => void; onRuns: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const leave = useSignOut()
  const keysKey = useKeyName('showKeys')
  const { colorScheme: scheme, setColorScheme } = useMantineColorScheme()
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
  return (
    <MenuButton
      label={t(($) => $.desk.accountOf, { name: me.name })}
      side="right"
      groups={[
        [
          {
            key: 'account',
            label: t(($) => $.desk.account),
            icon: <IconUser {...icon} />,
            onPick: () => void navigate({ to: '/account' }),
          },
          { key: 'time', label: t(($) => $.time.mine), icon: <IconClock {...icon} />, onPick: () => void navigate({ to: '/time' }) },
          { key: 'runs', label: t(($) => $.runs.mine), icon: <IconStack2 {...icon} />, onPick: onRuns },
          {
            key: 'keys',
            label: t(($) => $.desk.keys),
            icon: <IconKeyboard {...icon} />,
            ...(keysKey ? { hint: keysKey } : {}),
            onPick: onKeys,
          },
        ],
        [
          {
            key: 'light',
            label: t(($) => $.desk.themeLight),
            icon: <IconSun {...icon} />,
            on: scheme === 'light',
            onPick: () => setColorScheme('light'),
          },
          {
            key: 'dark',
            label: t(($) => $.desk.themeDark),
            icon: <IconMoon {...icon} />,
            on: scheme === 'dark',
            onPick: () => setColorScheme('dark'),
          },
          {
            key: 'auto',
            label: t(($) => $.desk.themeAuto),
            icon: <IconDeviceDesktop {...icon} />,
            on: scheme === 'auto',
            onPick: () => setColorScheme('auto'),
          },
        ],
        [{ key: 'leave', label: t(($) => $.people.account.signOut), icon: <IconLogout {...icon} />, onPick: () => void leave() }],
      ]}
    >
      {(opener) => (
        <button type="button" className={css.me} aria-label={t(($) => $.desk.accountOf, { name: me.name })} {...opener}>
          <Avatar name={me.name} kind="me" size="l" />
        </button>
      )}
    </MenuButton>
  )
}
