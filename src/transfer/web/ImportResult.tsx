/** How far the check or the import is, then what came of it: figures, reasons, the refused rows to take home, and the way back. */
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { addressOf, call } from '#platform/web/call.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { FileProgress, Figures, TableBox } from '#platform/web/ui/FileTable.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { Run } from '#runs/run.ts'
import { RunResults } from '#runs/web/RunResults.tsx'
import { useProblemWords } from '#runs/web/useProblemWords.ts'
import { isActive, percentOf } from '#runs/web/useRuns.ts'
import { startTicketImport, stopTicketImport, ticketImportProblems, undoTicketImport } from '#transfer/api.ts'
import type { TicketImport } from '#transfer/ticketImport.ts'
import type { Reading } from './ImportReading.tsx'
import css from './transfer.module.css'
import { useImportNames } from './useImportNames.ts'

/** `undoing`: the run that takes it back, if there is one. */
export function ImportResult({ held, undoing, busy, run }: Reading & { undoing: Run | undefined }) {
  const { t } = useTranslation()
  const { id, check } = held
  const shown = held.run && held.run.id > (check?.id ?? 0) ? held.run : check
  const [asking, setAsking] = useState(false)
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLElement>(null)
  const ended = shown && !isActive(shown) ? shown.id : null
  // It ends beneath what one looks at.
  useEffect(() => {
    if (ended !== null) place.current?.scrollIntoView({ block: 'nearest' })
  }, [ended])
  if (!shown) return null
  if (undoing && isActive(undoing)) return <Going run={undoing} what={t(($) => $.transfer.undoing)} />
  if (isActive(shown))
    return (
      <div className={css.going}>
        <Going
          run={shown}
          what={t(($) =>
            shown.state === 'waiting' ? $.transfer.waiting : shown.kind === 'check' ? $.transfer.checking : $.transfer.running,
          )}
        />
        <Button loading={busy} onClick={() => void run(() => call(stopTicketImport, { id }))}>
          {t(($) => $.transfer.stop)}
        </Button>
      </div>
    )
  const imported = shown.kind === 'import'
  return (
    <section ref={place} className={css.result} aria-label={t(($) => (imported ? $.transfer.imported : $.transfer.checked))}>
      <h2 className={css.sub}>{t(($) => (imported ? $.transfer.imported : $.transfer.checked))}</h2>
      {shown.state === 'failed' && (
        <Notice kind="error" shape="box">
          {t(($) => $.transfer.failed, { why: shown.error ?? '' })}
        </Notice>
      )}
      {shown.state === 'stopped' && imported && (
        <Notice kind="warning" shape="box">
          {t(($) => $.transfer.stoppedAt)}
        </Notice>
      )}
      {undoing && (
        <Notice kind="done" shape="box">
          {t(($) => $.transfer.undone)}
        </Notice>
      )}
      <Counts run={shown} />
      <Reasons held={held} />
      {imported && (
        <div className={css.row}>
          {shown.state !== 'done' && shown.undoneBy === null && held.kept && (
            <Button variant="filled" loading={busy} onClick={() => void run(() => call(startTicketImport, { id }))}>
              {t(($) => $.transfer.goOn)}
            </Button>
          )}
          <Button variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(($) => $.transfer.results)}
          </Button>
          {shown.undoable && (
            <Button variant="danger" onClick={() => setAsking(true)}>
              {t(($) => $.transfer.undo)}
            </Button>
          )}
        </div>
      )}
      {open && <RunResults run={undoing ?? shown} only={undefined} />}
      <Dialog
        open={asking}
        danger
        title={t(($) => $.transfer.undoTitle)}
        confirm={t(($) => $.transfer.undo)}
        busy={busy}
        onConfirm={() => void run(() => call(undoTicketImport, { id })).then(() => setAsking(false))}
        onClose={() => setAsking(false)}
      >
        {t(($) => $.transfer.undoBody)}
      </Dialog>
    </section>
  )
}

function Going({ run, what }: { run: Run; what: string }) {
  const { t } = useTranslation()
  const when = useWhen()
  return (
    <FileProgress
      what={what}
      label={t(($) => $.transfer.title)}
      percent={percentOf(run)}
      progress={t(($) => $.transfer.progress, { done: when.count(run.finished), total: when.count(run.total ?? 0) })}
    />
  )
}

function Counts({ run }: { run: Run }) {
  const { t } = useTranslation()
  const when = useWhen()
  const same = run.finished - run.changed - run.refused - run.skipped
  return (
    <Figures
      figures={[
        { n: when.count(run.created), label: t(($) => $.transfer.created) },
        { n: when.count(run.changed - run.created), label: t(($) => $.transfer.changed) },
        { n: when.count(same), label: t(($) => $.transfer.same) },
        { n: when.count(run.refused), label: t(($) => $.transfer.refused), bad: run.refused > 0 },
        ...(run.skipped > 0 ? [{ n: when.count(run.skipped), label: t(($) => $.transfer.skipped), bad: true }] : []),
      ]}
    />
  )
}

function Reasons({ held }: { held: TicketImport }) {
  const { t } = useTranslation()
  const when = useWhen()
  const nameOf = useImportNames(useCustomFields('ticket'))
  const wordsOf = useProblemWords()
  if (held.reasons.length === 0) return null
  return (
    <>
      <div className={css.row}>
        <h2 className={css.sub}>{t(($) => $.transfer.why)}</h2>
        {held.kept && (
          <Button
            component="a"
            href={addressOf(ticketImportProblems, { id: held.id })}
            download
            leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
          >
            {t(($) => $.transfer.download)}
          </Button>
        )}
      </div>
      <TableBox label={t(($) => $.transfer.why)}>
        <thead>
          <tr>
            <th scope="col">{t(($) => $.transfer.count)}</th>
            <th scope="col">{t(($) => $.transfer.field)}</th>
            <th scope="col">{t(($) => $.transfer.reason)}</th>
          </tr>
        </thead>
        <tbody>
          {held.reasons.map(({ field, code, count }) => (
            <tr key={`${field} ${code}`}>
              <td className="n">{when.count(count)}</td>
              <td>{nameOf(field)}</td>
              <td className={css.why}>{wordsOf({ field, code })}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </>
  )
}
