/** A file that is imported: its first rows under what each column is, how far the work is, and what came of it in figures. */
import { NativeSelect, Progress } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './FileTable.module.css'

/** A table that scrolls for itself, also by key. */
export function TableBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <div className={css.tableBox} tabIndex={0} role="group" aria-label={label}>
      <table className={css.table}>{children}</table>
    </div>
  )
}

interface Choice {
  value: string
  label: string
  disabled?: boolean
}

/** `choices` of what a column can be, those of the column itself if they differ; an empty value leaves it out. */
export function FileTable({
  label,
  head,
  sample,
  columns,
  choices,
  nameOf,
  labelOf,
  disabled,
  onChoose,
}: {
  label: string
  head: readonly string[]
  sample: readonly (readonly string[])[]
  columns: readonly (string | null)[]
  choices: readonly (Choice | { group: string; items: Choice[] })[]
  /** A heading, also of a column without one. */
  nameOf: (head: string, n: number) => string
  labelOf: (head: string) => string
  disabled: boolean
  onChoose: (n: number, value: string) => void
}) {
  return (
    <TableBox label={label}>
      <thead>
        <tr>
          {head.map((text, n) => (
            // oxlint-disable-next-line react/no-array-index-key -- columns have no other name than their place
            <th key={n} scope="col" className={css.pick}>
              {nameOf(text, n)}
            </th>
          ))}
        </tr>
        <tr>
          {head.map((text, n) => (
            // oxlint-disable-next-line react/no-array-index-key -- columns have no other name than their place
            <td key={n}>
              <NativeSelect
                aria-label={labelOf(text || String(n + 1))}
                disabled={disabled}
                value={columns[n] ?? ''}
                data={[...choices]}
                onChange={(event) => onChoose(n, event.currentTarget.value)}
              />
            </td>
          ))}
        </tr>
      </thead>
      <tbody>
        {sample.map((row, n) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows of a file have no other name than their place
          <tr key={n}>
            {head.map((_, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- columns have no other name than their place
              <td key={at} title={row[at]} data-out={(columns[at] ?? null) === null || undefined}>
                {row[at]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

export interface Figure {
  n: string
  label: string
  bad?: boolean
}

export const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <div className={css.figures} role="status">
    {figures.map(({ n, label, bad }) => (
      <span key={label} className={css.figure} data-bad={bad || undefined}>
        <b>{n}</b> {label}
      </span>
    ))}
  </div>
)

/** How far it is, in a line above and one beneath. */
export const FileProgress = ({ what, label, percent, progress }: { what: string; label: string; percent: number; progress: string }) => (
  <div className={css.progress} role="status">
    <span>{what}</span>
    <Progress value={percent} aria-label={label} />
    <span className="meta ink2 n">{progress}</span>
  </div>
)
