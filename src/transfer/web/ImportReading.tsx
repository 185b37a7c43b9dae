/** How a file of tickets is read: what each column is, the choices, and its first rows as they will be. */
import { Button, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { delimiters } from '#crm/csv.ts'
import { encodings } from '#crm/importApi.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { call } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { FileTable } from '#platform/web/ui/FileTable.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { isActive } from '#runs/web/useRuns.ts'
import { changeTicketImport, checkTicketImport, getTicketImport, startTicketImport } from '#transfer/api.ts'
import { column as columnShape, pastTargets, targets, type Column, type TicketImport } from '#transfer/ticketImport.ts'
import { ImportChoices } from './ImportChoices.tsx'
import { ImportPreview } from './ImportPreview.tsx'
import css from './transfer.module.css'

export interface Reading {
  held: TicketImport
  busy: boolean
  run: (work: () => Promise<TicketImport>) => Promise<void>
}

const keys = ['number', 'externalId'] as const
const isPast = (column: Column) => pastTargets.some((one) => one === column)

export function ImportReading({ held, busy, run }: Reading) {
  const { t } = useTranslation()
  const when = useWhen()
  const { id, columns } = held
  const fields = useCustomFields('ticket').all.filter((field) => !field.removed)
  const disabled = busy || (held.check !== null && isActive(held.check))
  const queries = useQueryClient()
  /** Shown at once; what the server makes of it follows. */
  const change = (wanted: Partial<Pick<TicketImport, 'encoding' | 'delimiter' | 'columns' | 'choices'>>) => {
    queries.setQueryData(keyOf(getTicketImport, { id }), { ...held, ...wanted })
    void run(() =>
      call(changeTicketImport, { id, ...wanted }).catch((error: unknown) => {
        queries.setQueryData(keyOf(getTicketImport, { id }), held)
        throw error
      }),
    )
  }
  const named = (one: (typeof targets)[number]) => ({ value: one, label: t(($) => $.transfer.target[one]) })
  const choices = [
    { value: '', label: t(($) => $.transfer.leaveOut) },
    { group: t(($) => $.transfer.keys), items: keys.map(named) },
    {
      group: t(($) => $.transfer.ticketFields),
      items: targets.filter((one) => !keys.some((key) => key === one) && !isPast(one)).map(named),
    },
    { group: t(($) => $.transfer.past), items: pastTargets.map(named) },
    ...(fields.length > 0
      ? [{ group: t(($) => $.transfer.own), items: fields.map((field) => ({ value: `custom.${field.id}`, label: field.title })) }]
      : []),
  ]
  const nameOf = (head: string, n: number) => head || t(($) => $.transfer.column, { n: n + 1 })
  const out = held.head.flatMap((head, n) => ((columns[n] ?? null) === null ? [nameOf(head, n)] : []))
  const known = columns.some((one) => one === 'title' || one === 'number' || one === 'externalId')
  return (
    <>
      {held.format === 'csv' && (
        <div className={css.row}>
          <NativeSelect
            label={t(($) => $.transfer.encoding)}
            disabled={disabled}
            value={held.encoding}
            data={[...encodings]}
            onChange={(event) => {
              const wanted = encodings.find((one) => one === event.currentTarget.value)
              if (wanted) change({ encoding: wanted })
            }}
          />
          <NativeSelect
            label={t(($) => $.transfer.delimiter)}
            disabled={disabled}
            value={held.delimiter}
            data={delimiters.map((one) => ({ value: one, label: t(($) => $.crm.importing.delimiters[one]) }))}
            onChange={(event) => {
              const wanted = delimiters.find((one) => one === event.currentTarget.value)
              if (wanted) change({ delimiter: wanted })
            }}
          />
        </div>
      )}
      <FileTable
        label={t(($) => $.transfer.first)}
        head={held.head}
        sample={held.sample.slice(0, 4)}
        columns={columns}
        choices={choices}
        nameOf={nameOf}
        labelOf={(head) => t(($) => $.transfer.isA, { head })}
        disabled={disabled}
        onChoose={(n, value) => {
          const wanted = columnShape.safeParse(value === '' ? null : value)
          if (!wanted.success) return
          // A field has one column: chosen anew, it leaves the other.
          change({
            columns: held.head.map((_, at) => {
              const one = columns[at] ?? null
              return at === n ? wanted.data : one === wanted.data ? null : one
            }),
          })
        }}
      />
      <p className="meta ink2">
        {out.length > 0 ? t(($) => $.transfer.leftOut, { columns: out.join(', ') }) : t(($) => $.transfer.noneLeftOut)}{' '}
        {t(($) => $.transfer.emptyStays)}
        {!held.choices.asTheyWere && columns.some(isPast) && ` ${t(($) => $.transfer.datesLeftOut)}`}
      </p>
      <ImportChoices held={held} disabled={disabled} onChange={(to) => change({ choices: to })} />
      {known && <ImportPreview held={held} />}
      {!known && <p className="ink2">{t(($) => $.transfer.needsKey)}</p>}
      <div className={css.row}>
        <Button disabled={!known || held.total === 0 || disabled} onClick={() => void run(() => call(checkTicketImport, { id }))}>
          {t(($) => $.transfer.check)}
        </Button>
        <Button
          variant="filled"
          disabled={!known || held.total === 0 || disabled}
          onClick={() => void run(() => call(startTicketImport, { id }))}
        >
          {t(($) => $.transfer.start, { count: held.total, n: when.count(held.total) })}
        </Button>
        <span className="meta ink2">{t(($) => $.transfer.quiet)}</span>
      </div>
    </>
  )
}
