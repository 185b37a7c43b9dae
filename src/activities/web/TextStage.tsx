/** A text file as text, a table as a table; beneath it what its bytes were read as. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '#activities/activity.ts'
import { readAttachment } from '#activities/fileApi.ts'
import { delimiterOf, readCsv } from '#crm/csv.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import css from './FileViewer.module.css'
import { Unshown } from './FileStages.tsx'

/** So much of a table is drawn; the rest is for a program that is made for it. */
const mostRows = 500
const mostColumns = 60

export function TextStage({ file, table }: { file: Attachment; table: boolean }) {
  const { t } = useTranslation()
  const { data, error } = useEndpoint(readAttachment, { id: file.id })
  const [asText, setAsText] = useState(!table)
  const rows = useMemo(() => (data && table ? rowsOf(data.text) : null), [data, table])
  if (error) return <Unshown file={file} />
  if (!data)
    return (
      <div className={css.text}>
        <SkeletonLines lines={8} />
      </div>
    )
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div className={css.text} tabIndex={0} role="group" aria-label={file.name}>
        {rows === null || asText ? (
          <pre>{data.text}</pre>
        ) : (
          <table>
            <tbody>
              {rows.shown.map((row, n) => (
                // oxlint-disable-next-line react/no-array-index-key -- rows of a file have no other name than their place
                <tr key={n}>
                  {row.map((cell, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- nor have its cells
                    <td key={at}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <div className={css.foot}>
        <span className="meta ink2">{t(($) => $.activity.files.encoding, { encoding: data.encoding.toUpperCase() })}</span>
        {(data.cut || (rows?.more && !asText)) && <span className="meta ink2">{t(($) => $.activity.files.beginning)}</span>}
        {table && (
          <button type="button" className="link" onClick={() => setAsText(!asText)}>
            {t(($) => (asText ? $.activity.files.asTable : $.activity.files.asText))}
          </button>
        )}
      </div>
    </>
  )
}

function rowsOf(text: string) {
  const shown: string[][] = []
  for (const row of readCsv(text, delimiterOf(text))) {
    if (shown.length === mostRows) return { shown, more: true }
    shown.push(row.slice(0, mostColumns))
  }
  return { shown, more: shown.some((row) => row.length === mostColumns) }
}
