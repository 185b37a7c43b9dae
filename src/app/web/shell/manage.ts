/** The pages of Manage that a User's Access opens. */

const pages = [
  { href: '/manage/queues', permission: 'queues.read', key: 'queues' },
  { href: '/manage/outbox', permission: 'settings.read', key: 'outbox' },
  { href: '/manage/ledger', permission: 'ledger.read', key: 'ledger' },
] as const

/** Those that these permissions allow. */
export const managePages = (permissions: readonly string[]) => pages.filter((page) => permissions.includes(page.permission))

/** Where Manage begins, or undefined where it is closed. */
export const manageHref = (permissions: readonly string[]): string | undefined => managePages(permissions)[0]?.href
