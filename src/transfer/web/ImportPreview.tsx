/** The first rows of a file as they will be, with what would be refused. */
import { useTranslation } from 'react-i18next'
import { useQuery } from '@tanstack/react-query'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { call } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { TableBox } from '#platform/web/ui/FileTable.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { useProblemWords } from '#runs/web/useProblemWords.ts'
import { priorities, states } from '#tickets/ticket.ts'
import { previewTicketImport } from '#transfer/api.ts'
import { pastTargets, type TicketImport } from '#transfer/ticketImport.ts'
import css from './transfer.module.css'
import { useImportNames } from './useImportNames.ts'

/** What one knows a ticket by stands first. */
const order = ['title', 'categoryId', 'state', 'priority', 'userId', 'contactId', 'accountId', 'statusIds', 'createdAt', 'closedAt']
const placeOf = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
const moments = new Set<string>(['deadline', 'reopenAt', ...pastTargets])

/** Too long, or of no interest while one looks whether columns are understood. */
const leftOut = new Set(['description'])

export function ImportPreview({ held }: { held: TicketImport }) {
  const { t } = useTranslation()
  const when = useWhen()
  const nameOf = useImportNames(useCustomFields('ticket'))
  const wordsOf = useProblemWords()
  const { id, columns, choices, encoding, delimiter } = held
  const found = useQuery({
    queryKey: [...keyOf(previewTicketImport, { id }), { columns, choices, encoding, delimiter }],
    queryFn: ({ signal }) => call(previewTicketImport, { id }, { signal }),
    staleTime: 0,
    placeholderData: (before) => before,
  })
  const rows = found.data?.rows
  const fields = [...new Set((rows ?? []).flatMap(({ shown }) => Object.keys(shown)))]
    .filter((key) => !leftOut.has(key))
    .toSorted((a, b) => placeOf(a) - placeOf(b))
  const text = (key: string, value: string | undefined) => {
    if (value === undefined) return ''
    const state = states.find((one) => key === 'state' && one === value)
    if (state) return t(($) => $.ticket.state[state])
    const priority = priorities.find((one) => key === 'priority' && one === value)
    if (priority) return t(($) => $.ticket.priority[priority])
    return moments.has(key) ? when.full(value) : value
  }
  return (
    <section className={css.preview} aria-busy={found.isFetching}>
      <h2 className={css.sub}>{t(($) => $.transfer.preview)}</h2>
      {found.error && (
        <Notice kind="error" shape="box">
          {t(($) => $.transfer.previewFailed)} {found.error.message}
        </Notice>
      )}
      {!rows && !found.error && <SkeletonLines lines={4} />}
      {rows && rows.length > 0 && (
        <TableBox label={t(($) => $.transfer.preview)}>
          <thead>
            <tr>
              <th scope="col">{t(($) => $.transfer.row)}</th>
              <th scope="col" aria-label={t(($) => $.transfer.steps.result)} />
              {fields.map((key) => (
                <th key={key} scope="col">
                  {nameOf(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, outcome, ticketId, shown, problems }) => (
              <tr key={row}>
                <td className="n ink3">{row}</td>
                <td className={css.outcome} data-outcome={outcome}>
                  {t(($) => $.transfer.outcome[outcome])}
                  {ticketId !== null && ` #${ticketId}`}
                </td>
                {outcome === 'refused' || outcome === 'skipped' ? (
                  <td colSpan={Math.max(1, fields.length)} className={css.why}>
                    {problems.map((one) => `${nameOf(one.field)}: ${wordsOf(one)}`).join(' ')}
                  </td>
                ) : (
                  fields.map((key) => (
                    <td key={key} title={shown[key]}>
                      {text(key, shown[key])}
                    </td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </section>
  )
}
