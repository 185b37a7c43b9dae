/** The things of one kind: found by name, each with its facts, whether it is used, and who changed it last; put in order by drag or arrow keys. */
import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import type { Filled, Shown } from '#platform/thing.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { Handle } from './Handle.tsx'
import type { Kind } from './kind.ts'
import css from './list.module.css'
import { useOrder } from './useOrder.ts'
import { useThings } from './useThings.ts'

export function ThingList<V extends Filled>({ kind }: { kind: Kind<V> }) {
  const { t } = useTranslation()
  const when = useWhen()
  const [words, setWords] = useState('')
  const { things, error, refetch } = useThings(kind.thing)
  const mayCreate = useMay(`${kind.thing.module}.create`)
  const columns = kind.columns(t)
  const order = useOrder(kind, things ?? [])
  const wanted = words.trim().toLowerCase()
  const titleOf = (one: Shown<V>) => String(one[kind.title])
  const shown = order.things.filter((one) => titleOf(one).toLowerCase().includes(wanted))
  const mayOrder = order.may && wanted === ''
  return (
    <section className={css.page} aria-label={t(($) => $.manage.page[kind.path])}>
      <ListHead
        name={t(($) => $.manage.page[kind.path])}
        count={things && when.count(things.length)}
        tools={
          <>
            <TextInput
              type="search"
              className={css.search ?? ''}
              aria-label={t(($) => $.manage.list.search)}
              placeholder={t(($) => $.manage.list.search)}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            {mayCreate && (
              <Button
                component={Go}
                href={`/manage/${kind.path}/new`}
                variant="filled"
                leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
              >
                {t(($) => $.manage.fresh[kind.path])}
              </Button>
            )}
          </>
        }
      />
      <p className={css.hint}>{t(($) => $.manage.hint[kind.path])}</p>
      <p className="sr" role="status">
        {order.said}
      </p>
      {(error !== null || order.failed) && (
        <Notice kind="error" action={<Button onClick={() => void refetch()}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.manage.list.loadFailed)}
        </Notice>
      )}
      {!things && error === null && (
        <div className={css.loading}>
          <SkeletonLines />
        </div>
      )}
      {things && shown.length === 0 && (
        <EmptyState>{things.length === 0 ? t(($) => $.manage.list.none) : t(($) => $.manage.list.noMatch)}</EmptyState>
      )}
      {shown.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
        <div className={css.scroller} tabIndex={0} role="group" aria-label={t(($) => $.manage.page[kind.path])}>
          <table className={css.table}>
            <thead>
              <tr>
                {mayOrder && (
                  <th scope="col" className={css.narrow}>
                    <span className="sr">{t(($) => $.manage.list.moveHint)}</span>
                  </th>
                )}
                <th scope="col">{t(($) => $.manage.list.title)}</th>
                {columns.map((column) => (
                  <th key={column.key} scope="col" className={column.wide ? css.wide : undefined}>
                    {column.head}
                  </th>
                ))}
                <th scope="col" className={css.wide}>
                  {t(($) => $.manage.list.used)}
                </th>
                <th scope="col" className={css.wide}>
                  {t(($) => $.manage.list.changed)}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one, n) => (
                <tr key={one.id} {...order.row(n)}>
                  {mayOrder && (
                    <td className={css.narrow}>
                      <Handle label={t(($) => $.manage.list.move, { title: titleOf(one) })} {...order.handle(n)} />
                    </td>
                  )}
                  <td>
                    <Go href={`/manage/${kind.path}/${one.id}`} className={`link ${css.name}`}>
                      {titleOf(one)}
                    </Go>
                  </td>
                  {columns.map((column) => (
                    <td key={column.key} className={column.wide ? css.wide : undefined}>
                      {column.cell(one)}
                    </td>
                  ))}
                  <td className={css.wide}>
                    <Used kind={kind} id={one.id} />
                  </td>
                  <td className={`meta ink3 ${css.wide}`}>
                    {one.changedBy
                      ? t(($) => $.manage.list.byWhom, { who: one.changedBy.name, when: when.ago(one.changedAt) })
                      : t(($) => $.manage.list.byDesk, { when: when.ago(one.changedAt) })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** Asked for each row by itself, after the list is there. */
function Used<V extends Filled>({ kind, id }: { kind: Kind<V>; id: number }) {
  const { t } = useTranslation()
  const { data } = useEndpoint(kind.thing.doors.uses, { id }, { staleTime: 30_000 })
  if (!data) return null
  return data.uses.length > 0 ? (
    <span className="meta ink2">{t(($) => $.manage.list.inUse)}</span>
  ) : (
    <span className="meta ink3">{t(($) => $.manage.list.notUsed)}</span>
  )
}
