/** The rail of the desk: one's favourite modules, the menu of all, Manage for those who may, and one's own menu. */
import { useMantineColorScheme } from '@mantine/core'
import {
  IconBell,
  IconClock,
  IconDeviceDesktop,
  IconGridDots,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconStack2,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { manageHref } from '#admin/web/pages.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'
import { Rail } from '#platform/web/ui/Rail.tsx'
import { useNewest } from '#notifications/web/notified.ts'
import { useMe } from '#people/web/session.ts'
import css from './DeskRail.module.css'
import { useListHref } from './listHref.ts'
import { useModules } from './useModules.tsx'
import { useSignOut } from './useSignOut.ts'

const ModuleMenu = lazy(() => import('./ModuleMenu.tsx').then((m) => ({ default: m.ModuleMenu })))

export function DeskRail({ onKeys, onRuns }: { onKeys: () => void; onRuns: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useLocation()
  const list = useListHref()
  const manage = manageHref(me.permissions)
  const { pinned, move } = useModules()
  const unread = useNewest()?.unread ?? 0
  const opener = useRef<HTMLButtonElement>(null)
  const [all, setAll] = useState(false)
  return (
    <Rail
      home={list}
      modules={pinned}
      onMove={(key, by) => {
        const module = pinned.find((one) => one.key === key)
        // Where it cannot be kept, it goes back to its place.
        if (module) move(module.key, by).catch(() => undefined)
      }}
      menu={
        <>
          <button
            type="button"
            ref={opener}
            className={css.all}
            aria-label={t(($) => $.desk.allModules)}
            data-tip={t(($) => $.desk.allModules)}
            data-tip-side="right"
            aria-haspopup="dialog"
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            <IconGridDots size={20} stroke={1.6} aria-hidden />
          </button>
          {all && (
            <Suspense>
              <ModuleMenu button={opener} onClose={() => setAll(false)} />
            </Suspense>
          )}
        </>
      }
      foot={[
        {
          key: 'notifications',
          label: t(($) => $.notify.open, { count: unread }),
          icon: <IconBell size={20} stroke={1.6} aria-hidden />,
          href: '/notifications',
          current: pathname === '/notifications',
          count: unread,
        },
        ...(manage
          ? [
              {
                key: 'manage',
                label: t(($) => $.desk.manage),
                icon: <IconSettings size={20} stroke={1.6} aria-hidden />,
                href: manage,
                current: pathname.startsWith('/manage'),
              },
            ]
          : []),
      ]}
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
