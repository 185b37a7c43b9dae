/** Where a thing is used: each place with a link that leads to it. */
import { useTranslation } from 'react-i18next'
import { useMe } from '#people/web/session.ts'
import type { Filled, Thing, Use } from '#platform/thing.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { english } from '#admin/words.ts'
import { managePages } from '#admin/web/pages.ts'
import css from './editor.module.css'

const words = english.manage.use
const isKnown = (what: string): what is keyof typeof words => Object.hasOwn(words, what)

/** The page of Manage that edits each kind of use. */
const pageOf: Record<string, string> = {
  category: 'categories',
  time_group: 'time-groups',
  user: 'users',
  right: 'rights',
  access: 'accesses',
  team: 'teams',
  queue: 'queues',
  sla: 'slas',
  status: 'statuses',
  custom_field: 'custom-fields',
  template: 'templates',
  macro: 'macros',
  view: 'views',
}

/** The page of a ticket, a customer, or a thing of Manage. */
export function hrefOfUse({ what, id }: Use): string | undefined {
  if (what === 'ticket' || what === 'activity') return `/tickets/${id}`
  if (what === 'account') return `/accounts/${id}`
  if (what === 'contact') return `/contacts/${id}`
  const page = pageOf[what]
  return page === undefined ? undefined : `/manage/${page}/${id}`
}

export function UsedIn<V extends Filled>({ thing, id }: { thing: Thing<V>; id: number }) {
  const { t } = useTranslation()
  const found = useEndpoint(thing.doors.uses, { id }, { refetchOnMount: 'always' })
  if (!found.data) return found.error ? null : <SkeletonLines lines={2} />
  if (found.data.uses.length === 0) return <p className="meta ink3">{t(($) => $.manage.editor.notUsed)}</p>
  return <UseList uses={found.data.uses} />
}

export function UseList({ uses }: { uses: readonly Use[] }) {
  const { t } = useTranslation()
  const open = new Set(managePages(useMe().permissions).map((page) => page.path))
  return (
    <ul className={css.uses}>
      {uses.map((use) => {
        const page = pageOf[use.what]
        const href = page === undefined || open.has(page) ? hrefOfUse(use) : undefined
        return (
          <li key={`${use.what} ${use.id}`}>
            <span className="cut">
              {href ? (
                <Go href={href} className="link">
                  {use.title}
                </Go>
              ) : (
                use.title
              )}
            </span>
            <span className="meta ink3">{t(($) => $.manage.use[isKnown(use.what) ? use.what : 'other'])}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** The uses that a refused deletion names. */
export const isUses = (given: unknown): given is Use[] =>
  Array.isArray(given) &&
  given.every((one: unknown) => typeof one === 'object' && one !== null && 'what' in one && 'id' in one && 'title' in one)
