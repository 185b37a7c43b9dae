/** What one does to many tickets, in the corner of every page: how far it is, then what came of it, with the way back. */
import { IconAlertTriangle, IconCheck, IconLoader2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#platform/web/call.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { downloadRun } from '#runs/api.ts'
import type { Run } from '#runs/run.ts'
import css from './RunChip.module.css'
import { isActive, percentOf, useRunCommands, useRuns, useRunWords } from './useRuns.ts'

/** Those under way, and those that ended while this page was open; the rest stand under *My runs*. */
export function RunChip({ onShow }: { onShow: (id: number) => void }) {
  const { data } = useRuns()
  const [before, setBefore] = useState<number>()
  const [dismissed, setDismissed] = useState<ReadonlySet<number>>(new Set())
  if (data && before === undefined) setBefore(Math.max(0, ...data.runs.filter((run) => !isActive(run)).map(({ id }) => id)))
  const shown = (data?.runs ?? []).filter((run) => !dismissed.has(run.id) && (isActive(run) || run.id > (before ?? Infinity)))
  if (shown.length === 0) return null
  return (
    <div className={css.stack}>
      {shown.slice(0, 3).map((run) => (
        <Chip key={run.id} run={run} onShow={() => onShow(run.id)} onDismiss={() => setDismissed(new Set([...dismissed, run.id]))} />
      ))}
    </div>
  )
}

function Chip({ run, onShow, onDismiss }: { run: Run; onShow: () => void; onDismiss: () => void }) {
  const { t } = useTranslation()
  const { what, notes } = useRunWords()
  const { stop, undo } = useRunCommands()
  const active = isActive(run)
  const bad = run.state === 'failed' || run.refused > 0
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
  return (
    <section className={css.chip} aria-label={t(($) => $.runs.progress, { what: what(run) })} data-run={run.state}>
      <span className={css.icon} data-bad={bad || undefined}>
        {active ? <IconLoader2 {...icon} /> : bad ? <IconAlertTriangle {...icon} /> : <IconCheck {...icon} />}
      </span>
      {/* The percents are told by the bar: only the end is announced. */}
      <span className={css.text} role={active ? undefined : 'status'}>
        <b>{what(run)}</b>
        {notes(run).length > 0 && <span className={css.notes}>{notes(run).join(' · ')}</span>}
      </span>
      <span className={css.actions}>
        {active && (
          <button type="button" className="link" disabled={stop.isPending} onClick={() => stop.mutate({ id: run.id })}>
            {t(($) => $.runs.stop)}
          </button>
        )}
        {run.undoable && (
          <button type="button" className="link" disabled={undo.isPending} onClick={() => undo.mutate({ id: run.id })}>
            {t(($) => $.runs.undo)}
          </button>
        )}
        {run.kind === 'export' && run.fileSize !== null && (
          <a className="link" href={addressOf(downloadRun, { id: run.id })} download>
            {t(($) => $.runs.download)}
          </a>
        )}
        <button type="button" className="link" onClick={onShow}>
          {t(($) => $.runs.show)}
        </button>
      </span>
      {!active && <IconButton label={t(($) => $.common.dismiss)} icon={<IconX size={14} stroke={1.75} />} onClick={onDismiss} />}
      {active && (
        <progress className={css.bar} max={100} value={percentOf(run)} aria-label={t(($) => $.runs.progress, { what: what(run) })} />
      )}
    </section>
  )
}
