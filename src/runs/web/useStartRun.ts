/** Starts a run: it goes on by itself, and the chip in the corner tells how far it is. */
import { useQueryClient } from '@tanstack/react-query'
import { keyOf, useCommand } from '#platform/web/query.ts'
import { listRuns, startRun } from '#runs/api.ts'

export function useStartRun(onStarted: () => void) {
  const queries = useQueryClient()
  return useCommand(startRun, {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keyOf(listRuns) })
      onStarted()
    },
  })
}
