/** The rail of the desk: its modules, Manage for those who may, and one's own menu. */
import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSettings, IconSun, IconTicket, IconUser } from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Rail } from '#platform/web/ui/Rail.tsx'
import { useMe } from '#people/web/session.ts'
import css from './DeskRail.module.css'
import { manageHref } from './manage.ts'
import { useListHref } from './listHref.ts'
import { useSignOut } from './useSignOut.ts'

export function DeskRail({ onKeys }: { onKeys: () => void }) {
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
      me={<MyMenu onKeys={onKeys} />}
    />
  )
}

function MyMenu({ onKeys }: { onKeys: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const leave = useSignOut()
  const { setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="right-end" width={200}>
      <Menu.Target>
        <button type="button" className={css.me} aria-label={t(($) => $.desk.accountOf, { name: me.name })}>
          <Avatar name={me.name} kind="me" size="l" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUser size={16} stroke={1.75} />} onClick={() => void navigate({ to: '/account' })}>
          {t(($) => $.desk.account)}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.75} />} rightSection={<kbd>?</kbd>} onClick={onKeys}>
          {t(($) => $.desk.keys)}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconSun size={16} stroke={1.75} />} onClick={() => setColorScheme('light')}>
          {t(($) => $.desk.themeLight)}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} stroke={1.75} />} onClick={() => setColorScheme('dark')}>
          {t(($) => $.desk.themeDark)}
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} stroke={1.75} />} onClick={() => setColorScheme('auto')}>
          {t(($) => $.desk.themeAuto)}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} />} onClick={() => void leave()}>
          {t(($) => $.people.account.signOut)}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
