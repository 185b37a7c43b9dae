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

const ssoPages = () => import('./signIn/ProviderPages.tsx')
const auditPages = () => import('./audit/AuditLog.tsx')
const emailPages = () => import('./EmailPages.tsx')
const userPages = () => import('./people/UserPages.tsx')
const teamPages = () => import('./people/TeamPages.tsx')
const accessPages = () => import('./people/AccessPages.tsx')
const rightPages = () => import('./people/RightPages.tsx')
const categoryPages = () => import('./categories/CategoryPages.tsx')
const statusPages = () => import('./statuses/StatusPages.tsx')
const slaPages = () => import('./clock/SlaPages.tsx')
const timeGroupPages = () => import('./clock/TimeGroupPages.tsx')
const templatePages = () => import('./templates/TemplatePages.tsx')
const macroPages = () => import('./macros/MacroPages.tsx')
const viewPages = () => import('./views/ViewPages.tsx')
const customFieldPages = () => import('./fields/CustomFieldPages.tsx')

/** In the order of the side navigation. */
export const pages: readonly ManagePage[] = [
  {
    path: 'users',
    group: 'people',
    permission: 'users.read',
    key: 'users',
    List: lazy(async () => ({ default: (await userPages()).UserList })),
    Editor: lazy(async () => ({ default: (await userPages()).UserEditor })),
  },
  {
    path: 'teams',
    group: 'people',
    permission: 'users.read',
    key: 'teams',
    List: lazy(async () => ({ default: (await teamPages()).TeamList })),
    Editor: lazy(async () => ({ default: (await teamPages()).TeamEditor })),
  },
  {
    path: 'accesses',
    group: 'people',
    permission: 'users.read',
    key: 'accesses',
    List: lazy(async () => ({ default: (await accessPages()).AccessList })),
    Editor: lazy(async () => ({ default: (await accessPages()).AccessEditor })),
  },
  {
    path: 'rights',
    group: 'people',
    permission: 'users.read',
    key: 'rights',
    List: lazy(async () => ({ default: (await rightPages()).RightList })),
    Editor: lazy(async () => ({ default: (await rightPages()).RightEditor })),
  },
  {
    path: 'categories',
    group: 'tickets',
    permission: 'categories.read',
    key: 'categories',
    List: lazy(async () => ({ default: (await categoryPages()).CategoryList })),
    Editor: lazy(async () => ({ default: (await categoryPages()).CategoryEditor })),
  },
  {
    path: 'statuses',
    group: 'tickets',
    permission: 'categories.read',
    key: 'statuses',
    List: lazy(async () => ({ default: (await statusPages()).StatusList })),
    Editor: lazy(async () => ({ default: (await statusPages()).StatusEditor })),
  },
  {
    path: 'slas',
    group: 'tickets',
    permission: 'categories.read',
    key: 'slas',
    List: lazy(async () => ({ default: (await slaPages()).SlaList })),
    Editor: lazy(async () => ({ default: (await slaPages()).SlaEditor })),
  },
  {
    path: 'time-groups',
    group: 'tickets',
    permission: 'categories.read',
    key: 'time-groups',
    List: lazy(async () => ({ default: (await timeGroupPages()).TimeGroupList })),
    Editor: lazy(async () => ({ default: (await timeGroupPages()).TimeGroupEditor })),
  },
  {
    path: 'custom-fields',
    group: 'tickets',
    permission: 'settings.read',
    key: 'custom-fields',
    List: lazy(async () => ({ default: (await customFieldPages()).CustomFieldList })),
    Editor: lazy(async () => ({ default: (await customFieldPages()).CustomFieldEditor })),
  },
  {
    path: 'views',
    group: 'tickets',
    permission: 'views.read',
    key: 'views',
    List: lazy(async () => ({ default: (await viewPages()).ViewList })),
    Editor: lazy(async () => ({ default: (await viewPages()).ViewEditor })),
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
    path: 'templates',
    group: 'channels',
    permission: 'templates.read',
    key: 'templates',
    List: lazy(async () => ({ default: (await templatePages()).TemplateList })),
    Editor: lazy(async () => ({ default: (await templatePages()).TemplateEditor })),
  },
  {
    path: 'macros',
    group: 'channels',
    permission: 'templates.read',
    key: 'macros',
    List: lazy(async () => ({ default: (await macroPages()).MacroList })),
    Editor: lazy(async () => ({ default: (await macroPages()).MacroEditor })),
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
  {
    path: 'sign-in',
    group: 'desk',
    permission: 'settings.read',
    key: 'sign-in',
    List: lazy(async () => ({ default: (await import('./signIn/SignInSettings.tsx')).SignInSettings })),
  },
  {
    path: 'sso-providers',
    group: 'desk',
    permission: 'settings.read',
    key: 'sso-providers',
    List: lazy(async () => ({ default: (await ssoPages()).ProviderList })),
    Editor: lazy(async () => ({ default: (await ssoPages()).ProviderEditor })),
  },
  {
    path: 'audit',
    group: 'desk',
    permission: 'audit.read',
    key: 'audit',
    List: lazy(async () => ({ default: (await auditPages()).AuditLog })),
  },
]

export const hrefOf = (page: ManagePage) => `/manage/${page.path}`

/** Those that these permissions open. */
export const managePages = (permissions: readonly string[]) => pages.filter((page) => permissions.includes(page.permission))

/** Where Manage begins, or undefined where all of it is closed. */
export const manageHref = (permissions: readonly string[]): string | undefined =>
  managePages(permissions).length > 0 ? '/manage' : undefined
