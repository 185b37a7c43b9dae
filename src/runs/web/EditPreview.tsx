/** What an edit would do: the numbers first, then the first rows, each with what changes or why it is refused. */
import { IconArrowRight, IconBan, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { FieldSet } from '#fields/customField.ts'
import type { Person } from '#people/user.ts'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { preview as shape } from '#runs/run.ts'
import { states } from '#tickets/ticket.ts'
import css from './runs.module.css'
import { useFieldNames, useFieldValues } from './useFieldNames.ts'
import { useProblemWords } from './useProblemWords.ts'

type Preview = z.output<typeof shape>

interface Props {
  preview: Preview
  fields: FieldSet
  users: readonly Person[]
  /** Something newer is being asked. */
  stale: boolean
}

export function EditPreview({ preview, fields, users, stale }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const nameOf = useFieldNames(fields)
  const wordsOf = useProblemWords()
  const [only, setOnly] = useState<'all' | 'change' | 'refused'>('all')
  const rows = preview.rows.filter(({ problems }) => only === 'all' || (only === 'refused') === problems.length > 0)
  const tab = (key: typeof only, n: number, label: string) => (
    <button
      type="button"
      className={css.sum}
      data-bad={key === 'refused' && n > 0 ? true : undefined}
      aria-pressed={only === key}
      onClick={() => setOnly(key)}
    >
      <b className="n">{when.count(n)}</b>
      <span>
        {key === 'refused' && n > 0 && <IconBan size={12} stroke={2} aria-hidden />} {label}
      </span>
    </button>
  )
  return (
    <div aria-busy={stale} className={css.preview} data-stale={stale || undefined}>
      <div className={css.sums}>
        {tab(
          'all',
          preview.looked,
          t(($) => $.runs.preview.all),
        )}
        {tab(
          'change',
          preview.change,
          t(($) => $.runs.preview.change),
        )}
        {tab(
          'refused',
          preview.refused,
          t(($) => $.runs.preview.refused),
        )}
        <span className={css.sum}>
          <b className="n">{when.count(preview.same)}</b>
          <span>{t(($) => $.runs.preview.same)}</span>
        </span>
        <p className={css.says}>
          {preview.looked < preview.total && <>{t(($) => $.runs.edit.first, { n: when.count(preview.looked) })} </>}
          {preview.reasons.slice(0, 3).map(({ field, code, count }) => (
            <span key={`${field} ${code}`} className={css.reason}>
              {when.count(count)} × {nameOf(field)}: {wordsOf({ field, code })}{' '}
            </span>
          ))}
          {preview.reasons.length === 0 && t(($) => $.runs.edit.quiet)}
        </p>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div className={css.rows} tabIndex={0} role="group" aria-label={t(($) => $.runs.preview.what)}>
        <table className={css.table}>
          <thead>
            <tr>
              <th>{t(($) => $.runs.preview.number)}</th>
              <th>{t(($) => $.runs.preview.ticket)}</th>
              <th>{t(($) => $.runs.preview.what)}</th>
              <th>{t(($) => $.runs.preview.result)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PreviewRow key={row.id} row={row} fields={fields} users={users} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className={css.hint}>{t(($) => $.runs.preview.none)}</p>}
        {preview.rows.length < preview.change + preview.refused && (
          <p className={css.hint}>{t(($) => $.runs.preview.firstRows, { n: when.count(preview.rows.length) })}</p>
        )}
      </div>
    </div>
  )
}

function PreviewRow({ row, fields, users }: { row: Preview['rows'][number]; fields: FieldSet; users: readonly Person[] }) {
  const { t } = useTranslation()
  const nameOf = useFieldNames(fields)
  const said = useFieldValues(fields, users)
  const wordsOf = useProblemWords()
  const [problem] = row.problems
  const value = (field: string, one: unknown) => {
    const state = field === 'state' && states.find((s) => s === one)
    return (
      <span className={css.option}>
        {state && <StateTile state={state} />}
        <span className="cut">{said(field, one) ?? <span className="ink3">{t(($) => $.runs.preview.nothing)}</span>}</span>
      </span>
    )
  }
  return (
    <tr data-bad={problem ? true : undefined}>
      <td className="n ink3">{row.id}</td>
      <td className={css.title}>{row.title}</td>
      <td>
        {Object.entries(row.changes).map(([field, { from, to }]) => (
          <span key={field} className={css.change}>
            {field !== 'state' && <span className="ink3">{nameOf(field)}</span>}
            {value(field, from)}
            <IconArrowRight size={12} stroke={2} role="img" aria-label={t(($) => $.runs.preview.becomes)} className={css.arrow} />
            {value(field, to)}
          </span>
        ))}
      </td>
      <td>
        {problem ? (
          <span className={css.refused}>
            <IconBan size={14} stroke={1.75} aria-hidden />
            <span>
              <b>{nameOf(problem.field) || t(($) => $.runs.preview.refused)}</b>
              <br />
              {row.problems.map((one) => wordsOf(one)).join(' ')}
            </span>
          </span>
        ) : (
          <span className={css.option}>
            <IconCheck size={14} stroke={1.75} className={css.good} aria-hidden />
            {Object.keys(row.changes).map(nameOf).join(', ')}
          </span>
        )}
      </td>
    </tr>
  )
}
