/** One's own runs: what was done to many tickets, when, and with which result for each of them. */
import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#platform/web/call.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { fileSize } from '#platform/web/fileSize.ts'
import { downloadRun } from '#runs/api.ts'
import type { Run } from '#runs/run.ts'
import css from './runs.module.css'
import { RunResults } from './RunResults.tsx'
import { isActive, percentOf, useRunCommands, useRuns, useRunWords } from './useRuns.ts'

/** `first`: the one that is open at once. */
export function RunsDialog({ first, onClose }: { first?: number | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const { data, error } = useRuns()
  const [open, setOpen] = useState(first)
  return (
    <Dialog open size={820} title={t(($) => $.runs.mine)} onClose={onClose}>
      {error && !data && (
        <Notice kind="error" shape="box">
          {t(($) => $.runs.loadFailed)} {error.message}
        </Notice>
      )}
      {!data && !error && <SkeletonLines lines={5} />}
      {data?.runs.length === 0 && <p className={css.hint}>{t(($) => $.runs.none)}</p>}
      <ul className={css.runs}>
        {data?.runs.map((run) => (
          <RunEntry key={run.id} run={run} open={open === run.id} onToggle={() => setOpen(open === run.id ? undefined : run.id)} />
        ))}
      </ul>
    </Dialog>
  )
}

function RunEntry({ run, open, onToggle }: { run: Run; open: boolean; onToggle: () => void }) {
  const { t } = useTranslation()
  const { what, notes } = useRunWords()
  const { stop, undo } = useRunCommands()
  const trouble = stop.error ?? undo.error
  return (
    <li className={css.run} data-open={open || undefined}>
      <div className={css.runHead}>
        <span className={css.runText}>
          <b>{what(run)}</b>
          <span className="meta ink3">
            <Time at={run.endedAt ?? run.createdAt} />
            {notes(run).map((note) => ` · ${note}`)}
          </span>
        </span>
        {isActive(run) && (
          <Button size="compact-sm" loading={stop.isPending} onClick={() => stop.mutate({ id: run.id })}>
            {t(($) => $.runs.stop)}
          </Button>
        )}
        {run.undoable && (
          <Button size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate({ id: run.id })}>
            {t(($) => $.runs.undo)}
          </Button>
        )}
        {run.kind === 'export' ? (
          run.fileSize === null ? (
            run.state === 'done' && <span className="meta ink3">{t(($) => $.runs.gone)}</span>
          ) : (
            <Button size="compact-sm" component="a" href={addressOf(downloadRun, { id: run.id })} download>
              {t(($) => $.runs.size, { size: fileSize(run.fileSize) })}
            </Button>
          )
        ) : (
          <Button size="compact-sm" variant="subtle" aria-expanded={open} onClick={onToggle}>
            {t(($) => $.runs.results)}
          </Button>
        )}
      </div>
      {trouble && (
        <Notice kind="error" shape="box">
          {trouble.message}
        </Notice>
      )}
      {isActive(run) && (
        <progress className={css.bar} max={100} value={percentOf(run)} aria-label={t(($) => $.runs.progress, { what: what(run) })} />
      )}
      {open && run.kind !== 'export' && <Outcomes run={run} />}
    </li>
  )
}

const shownOutcomes = ['all', 'changed', 'refused', 'skipped'] as const

function Outcomes({ run }: { run: Run }) {
  const { t } = useTranslation()
  const [only, setOnly] = useState<(typeof shownOutcomes)[number]>(run.refused > 0 ? 'refused' : run.skipped > 0 ? 'skipped' : 'all')
  return (
    <div className={css.outcomes}>
      <SegmentedControl
        aria-label={t(($) => $.runs.results)}
        value={only}
        data={shownOutcomes.map((one) => ({ value: one, label: t(($) => $.runs.filter[one]) }))}
        onChange={(to) => setOnly(shownOutcomes.find((one) => one === to) ?? 'all')}
      />
      <RunResults key={only} run={run} only={only === 'all' ? undefined : only} />
    </div>
  )
}
