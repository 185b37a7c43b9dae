/** Importing tickets in three steps: a file, what its columns are and what becomes of what is unknown, and the result. */
import { Button, FileButton } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fileSize } from '#platform/web/fileSize.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { DropZone } from '#platform/web/ui/DropZone.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { isActive, useRuns } from '#runs/web/useRuns.ts'
import { getTicketImport, listTicketImports, uploadTickets } from '#transfer/api.ts'
import type { TicketImport } from '#transfer/ticketImport.ts'
import { EarlierImports } from './EarlierImports.tsx'
import { ImportReading } from './ImportReading.tsx'
import { ImportResult } from './ImportResult.tsx'
import css from './transfer.module.css'

const stepKeys = ['file', 'columns', 'result'] as const

/** `id` is the import that the address names; null leads back to the choice of a file. */
export function ImportTickets({ id, onImport }: { id: number | undefined; onImport: (id: number | null) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const when = useWhen()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const runs = useRuns().data?.runs ?? []
  const found = useEndpoint(
    getTicketImport,
    { id: id ?? 0 },
    {
      enabled: id !== undefined,
      refetchOnMount: 'always',
      refetchInterval: ({ state: { data } }) => (data && [data.check, data.run].some((run) => run && isActive(run)) ? 700 : false),
    },
  )
  useTitle(t(($) => $.transfer.title))
  const held = id === undefined ? undefined : found.data
  const undoing = held?.run?.undoneBy === null ? undefined : runs.find((run) => run.id === held?.run?.undoneBy)
  /** Runs what answers with an import, and shows what it says. */
  const run = async (work: () => Promise<TicketImport>) => {
    setBusy(true)
    setTrouble(null)
    try {
      const answer = await work()
      queries.setQueryData(keyOf(getTicketImport, { id: answer.id }), answer)
      void queries.invalidateQueries({ queryKey: keyOf(listTicketImports) })
      if (answer.id !== id) onImport(answer.id)
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setTrouble(error.message)
    } finally {
      setBusy(false)
    }
  }
  const upload = (file: File | null | undefined) =>
    file &&
    void run(() =>
      call(
        uploadTickets,
        { fileName: file.name, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
        { body: new Blob([file], { type: 'application/octet-stream' }) },
      ),
    )
  const step = id === undefined ? 0 : held?.run && (isActive(held.run) || held.run.finished > 0) ? 2 : 1
  return (
    <section className={css.panel} aria-label={t(($) => $.transfer.title)}>
      <ListHead
        name={t(($) => $.transfer.title)}
        tools={id !== undefined && <Button onClick={() => onImport(null)}>{t(($) => $.transfer.another)}</Button>}
      />
      <ol className={css.stepLine}>
        {stepKeys.map((key, n) => (
          <li key={key} aria-current={n === step ? 'step' : undefined} data-done={n < step || undefined}>
            <span className={css.stepNumber}>{n + 1}</span> {t(($) => $.transfer.steps[key])}
          </li>
        ))}
      </ol>
      {(trouble ?? (id !== undefined && found.error)) && <Notice kind="error">{trouble ?? found.error?.message}</Notice>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div className={css.scroll} tabIndex={0} role="group" aria-label={t(($) => $.transfer.title)}>
        {id === undefined ? (
          <DropZone onFiles={([file]) => upload(file)} disabled={busy}>
            <div className={css.body}>
              <div className={css.choose}>
                <p className="ink2">{t(($) => $.transfer.drop)}</p>
                <FileButton
                  onChange={upload}
                  accept=".csv,.txt,.tsv,.xlsx,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                  inputProps={{ 'aria-label': t(($) => $.transfer.choose) }}
                >
                  {(props) => (
                    <Button {...props} variant="filled" loading={busy} leftSection={<IconUpload size={16} stroke={1.75} aria-hidden />}>
                      {t(($) => $.transfer.choose)}
                    </Button>
                  )}
                </FileButton>
                {busy && (
                  <p className="meta ink2" role="status">
                    {t(($) => $.transfer.uploading)}
                  </p>
                )}
              </div>
              <EarlierImports onOpen={onImport} />
            </div>
          </DropZone>
        ) : (
          <div className={css.body}>
            {!held && !found.error && <SkeletonLines lines={6} />}
            {held && (
              <p>
                <b>{held.fileName}</b>{' '}
                <span className="ink2">
                  {t(($) => $.transfer.rows, { count: held.total, n: when.count(held.total) })} · {fileSize(held.size)}
                </span>
              </p>
            )}
            {held && !held.kept && step < 2 && (
              <Notice kind="warning" shape="box">
                {t(($) => $.transfer.gone)}
              </Notice>
            )}
            {held && step === 1 && held.kept && <ImportReading held={held} busy={busy} run={run} />}
            {held && (step === 2 || held.check) && <ImportResult held={held} undoing={undoing} busy={busy} run={run} />}
          </div>
        )}
      </div>
    </section>
  )
}
