/** The pages of Manage: where each stands, who may open it, and its parts, loaded when it is first opened. A page is added here and nowhere else. */
import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import type { Permission } from '#platform/permission.ts'
import type { english } from '#admin/words.ts'

export const groups = ['people', 'tickets', 'channels', 'desk'] as const

export type PageKey = keyof typeof english.manage.page

export interface ManagePage {
  /** `/manage/<path>` */
  path: string
  group: (typeof groups)[number]
  permission: Permission
  /** Its name: `manage.page.<key>` in the catalogue. */
  key: PageKey
  List: LazyExoticComponent<ComponentType>
  /** `/manage/<path>/<number>` and `/manage/<path>/new`. */
  Editor?: LazyExoticComponent<ComponentType<EditorProps>>
}

/** Which one is edited; `from` is the one that a new one is cloned from. */
export interface EditorProps {
  id: number | 'new'
  from?: number | undefined
}

const emailPages = () => import('./EmailPages.tsx')
const statusPages = () => import('./statuses/StatusPages.tsx')

export const pages: readonly ManagePage[] = [
  {
    path: 'statuses',
    group: 'tickets',
    permission: 'categories.read',
    key: 'statuses',
    List: lazy(async () => ({ default: (await statusPages()).StatusList })),
    Editor: lazy(async () => ({ default: (await statusPages()).StatusEditor })),
  },
  {
    path: 'queues',
    group: 'channels',
    permission: 'queues.read',
    key: 'queues',
    List: lazy(async () => ({ default: (await emailPages()).QueuesPage })),
    Editor: lazy(async () => ({ default: (await emailPages()).QueuePage })),
  },
  {
    path: 'outbox',
    group: 'channels',
    permission: 'settings.read',
    key: 'outbox',
    List: lazy(async () => ({ default: (await emailPages()).Outbox })),
  },
  {
    path: 'ledger',
    group: 'channels',
    permission: 'ledger.read',
    key: 'ledger',
    List: lazy(async () => ({ default: (await emailPages()).Ledger })),
  },
]

export const hrefOf = (page: ManagePage) => `/manage/${page.path}`

/** Those that these permissions open. */
export const managePages = (permissions: readonly string[]) => pages.filter((page) => permissions.includes(page.permission))

/** Where Manage begins, or undefined where all of it is closed. */
export const manageHref = (permissions: readonly string[]): string | undefined =>
  managePages(permissions).length > 0 ? '/manage' : undefined
