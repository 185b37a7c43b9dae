/** The modules that this User may open, and which of them are in their favourites bar. */
import { IconBuilding, IconClock, IconTicket, IconUsers } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type DeskModule, deskModuleKeys, deskModules } from '#platform/modules.ts'
import type { Permission } from '#platform/permission.ts'
import { useMe } from '#people/web/session.ts'
import { usePreference } from '#people/web/usePreferences.ts'
import { useListHref } from './listHref.ts'

export interface ShownModule {
  key: DeskModule
  label: string
  icon: ReactNode
  href: string
  current: boolean
}

const pictures: Record<DeskModule, ReactNode> = {
  tickets: <IconTicket size={20} stroke={1.6} aria-hidden />,
  contacts: <IconUsers size={20} stroke={1.6} aria-hidden />,
  accounts: <IconBuilding size={20} stroke={1.6} aria-hidden />,
  time: <IconClock size={20} stroke={1.6} aria-hidden />,
}

export function useModules() {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const { pathname } = useLocation()
  const list = useListHref()
  const [chosen, choose] = usePreference('favourites')
  const hrefs: Record<DeskModule, string> = { tickets: list, contacts: '/contacts', accounts: '/accounts', time: '/time' }
  const names: Record<DeskModule, string> = {
    tickets: t(($) => $.desk.tickets),
    contacts: t(($) => $.crm.contacts),
    accounts: t(($) => $.crm.accounts),
    time: t(($) => $.time.mine),
  }
  const may = (key: DeskModule) => {
    const { permission }: { permission?: Permission } = deskModules[key]
    return permission === undefined || permissions.includes(permission)
  }
  // Accounts belong to Contacts for whoever has them not in the bar themselves.
  const within = (key: DeskModule) =>
    pathname.startsWith(`/${key}`) || (key === 'contacts' && !chosen.includes('accounts') && pathname.startsWith('/accounts'))
  const shown = (key: DeskModule): ShownModule => ({
    key,
    label: names[key],
    icon: pictures[key],
    href: hrefs[key],
    current: within(key),
  })
  const pinned = chosen.filter(may)
  const others = deskModuleKeys.filter((key) => may(key) && !chosen.includes(key))
  /** What may not be seen now keeps its place for when it may be. */
  const save = (order: readonly DeskModule[]) => choose([...order, ...chosen.filter((key) => !may(key))])
  return {
    pinned: pinned.map(shown),
    others: others.map(shown),
    pin: (key: DeskModule) => save([...pinned, key]),
    unpin: (key: DeskModule) => save(pinned.filter((one) => one !== key)),
    /** By so many places; beyond the ends it stays at the end. */
    move: (key: DeskModule, by: number) => {
      const rest = pinned.filter((one) => one !== key)
      const to = Math.max(0, Math.min(pinned.indexOf(key) + by, rest.length))
      return save(rest.toSpliced(to, 0, key))
    },
  }
}
