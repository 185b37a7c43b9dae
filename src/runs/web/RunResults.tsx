/** The result of each row of a run, some at a time. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { call } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { listRunRows } from '#runs/api.ts'
import type { Outcome, Run } from '#runs/run.ts'
import css from './runs.module.css'
import { useFieldNames } from './useFieldNames.ts'
import { useProblemWords } from './useProblemWords.ts'

export function RunResults({ run, only }: { run: Run; only: Outcome | undefined }) {
  const { t } = useTranslation()
  const nameOf = useFieldNames(useCustomFields('ticket'))
  const wordsOf = useProblemWords()
  const asked = { id: run.id, ...(only ? { outcome: only } : {}) }
  const found = useInfiniteQuery({
    queryKey: keyOf(listRunRows, asked),
    queryFn: ({ pageParam, signal }) => call(listRunRows, { ...asked, after: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: ({ rows, more }) => (more ? rows.at(-1)?.n : undefined),
    staleTime: 0,
  })
  const rows = found.data?.pages.flatMap((page) => page.rows)
  if (found.error)
    return (
      <Notice kind="error" shape="box" action={<Button onClick={() => void found.refetch()}>{t(($) => $.common.retry)}</Button>}>
        {t(($) => $.runs.loadFailed)}
      </Notice>
    )
  if (!rows) return <SkeletonLines lines={3} />
  if (rows.length === 0) return <p className={css.hint}>{t(($) => $.runs.preview.none)}</p>
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <div className={css.rows} tabIndex={0} role="group" aria-label={t(($) => $.runs.results)}>
      <table className={css.table}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.n} data-bad={row.outcome === 'refused' || undefined}>
              <td className="n ink3">{row.ticketId ?? ''}</td>
              <td className={css.title}>
                {row.ticketId === null ? (
                  <span className="ink3">{run.importId === null ? t(($) => $.runs.outOfSight) : t(($) => $.runs.row, { n: row.n })}</span>
                ) : (
                  <Go href={`/tickets/${row.ticketId}`}>{row.title}</Go>
                )}
              </td>
              <td>
                <span className={row.outcome === 'refused' ? css.refusedWord : undefined}>{t(($) => $.runs.outcome[row.outcome])}</span>{' '}
                <span className="ink3">
                  {row.problems.map((one) => `${nameOf(one.field)}${nameOf(one.field) ? ': ' : ''}${wordsOf(one)}`).join(' ')}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.hasNextPage && (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t(($) => $.runs.more)}
        </Button>
      )}
    </div>
  )
}
