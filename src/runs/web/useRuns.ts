/** One's own runs, kept true by what the server tells of them. */
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { listRunRows, listRuns, stopRun, undoRun } from '#runs/api.ts'
import type { Run } from '#runs/run.ts'

export const isActive = ({ state }: Run) => state === 'waiting' || state === 'running'

/** News may be lost with the connection: while something is under way, it is asked for again too. */
const again = 3000

export function useRuns() {
  const queries = useQueryClient()
  const may = useMay('tickets.read')
  useLiveEvents((events) => {
    if (!events.some((event) => event.subject === 'run')) return
    void queries.invalidateQueries({ queryKey: keyOf(listRuns) })
    void queries.invalidateQueries({ queryKey: keyOf(listRunRows) })
  })
  return useEndpoint(
    listRuns,
    {},
    { enabled: may, refetchInterval: ({ state }) => (state.data?.runs.some(isActive) === true ? again : false) },
  )
}

export function useRunCommands() {
  const queries = useQueryClient()
  const settled = { onSettled: () => void queries.invalidateQueries({ queryKey: keyOf(listRuns) }) }
  return { stop: useCommand(stopRun, settled), undo: useCommand(undoRun, settled) }
}

/** “Editing 12,118 tickets”, “Edited 11,806 tickets”. */
export function useRunWords() {
  const { t } = useTranslation()
  const when = useWhen()
  return {
    what: (run: Run) => {
      const kind = run.undoes === null ? run.kind : run.kind === 'import' ? 'unimport' : 'undo'
      const ended = run.state === 'done' || run.state === 'stopped'
      const count = ended ? (run.kind === 'export' || run.kind === 'check' ? run.finished : run.changed) : (run.total ?? 0)
      return t(($) => $.runs.says, {
        does: t(($) => $.runs.kind[kind][ended ? 'done' : 'running']),
        tickets: t(($) => $.runs.tickets, { count, n: when.count(count) }),
      })
    },
    /** What one should know besides, in a few words. */
    notes: (run: Run) =>
      [
        run.state === 'waiting' && t(($) => (run.total === null ? $.runs.gathering : $.runs.waits)),
        run.state === 'running' && run.total !== null && t(($) => $.runs.percent, { n: percentOf(run) }),
        run.state === 'stopped' && t(($) => $.runs.stopped, { n: when.count(run.finished) }),
        run.state === 'failed' && `${t(($) => $.runs.failed)}${run.error ? `: ${run.error}` : ''}`,
        run.refused > 0 && t(($) => $.runs.refusedCount, { n: when.count(run.refused) }),
        run.skipped > 0 && t(($) => $.runs.skippedCount, { n: when.count(run.skipped) }),
        run.undoneBy !== null && t(($) => $.runs.undone),
      ].filter((note) => note !== false),
  }
}

export const percentOf = ({ finished, total }: Run) => (total ? Math.min(100, Math.floor((finished * 100) / total)) : 0)
