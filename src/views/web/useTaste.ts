/** How one sees a view: its columns, order and density. On one's own view a change is the view's; on any other it is for oneself. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { z } from 'zod'
import { call } from '#platform/web/call.ts'
import { useKept } from '#platform/web/kept.ts'
import { keyOf } from '#platform/web/query.ts'
import { changeView, listAllViews, setTaste } from '#views/api.ts'
import { densities, type ShownColumn, type Sort, type Taste, type View } from '#views/view.ts'
import { usualColumns } from './columns.tsx'

const densityShape = z.enum(densities)
export type Density = (typeof densities)[number]
/** A column under way changes its width many times. */
const rest = 500

export function useTaste(view: View) {
  const queries = useQueryClient()
  const [kept, keepDensity] = useKept('density', densityShape, 'normal')
  const unsaved = useRef<Partial<Taste>>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const save = useCallback(async () => {
    clearTimeout(timer.current)
    const change = unsaved.current
    if (Object.keys(change).length === 0) return
    unsaved.current = {}
    const now = queries.getQueryData<{ views: View[] }>(keyOf(listAllViews, {}))?.views.find((one) => one.id === view.id)
    if (!now) return
    try {
      if (now.own) {
        const { id, name, icon, filter, columns, sort, density, everyone, teamIds, rightIds, version } = now
        await call(changeView, { id, name, icon, filter, columns, sort, density, everyone, teamIds, rightIds, version })
      } else await call(setTaste, { id: view.id, ...now.mine })
    } finally {
      if (now.own) void queries.invalidateQueries({ queryKey: keyOf(listAllViews) })
    }
  }, [queries, view.id])
  useEffect(() => () => void save(), [save])

  const change = useCallback(
    (to: Partial<Taste>) => {
      queries.setQueryData<{ views: View[] }>(
        keyOf(listAllViews, {}),
        (held) => held && { views: held.views.map((one) => (one.id === view.id ? tasted(one, to) : one)) },
      )
      unsaved.current = { ...unsaved.current, ...to }
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(), rest)
    },
    [queries, view.id, save],
  )

  const { mine } = view
  const columns: readonly ShownColumn[] = useMemo(() => {
    const chosen = mine.columns ?? view.columns
    return chosen.length > 0 ? chosen : usualColumns
  }, [mine.columns, view.columns])
  const density: Density = mine.density ?? view.density ?? kept
  return {
    columns,
    density,
    sort: (mine.sort ?? view.sort) satisfies Sort,
    setColumns: useCallback((to: readonly ShownColumn[]) => change({ columns: [...to] }), [change]),
    setSort: useCallback((to: Sort) => change({ sort: to }), [change]),
    /** Where the view says nothing, rows are as high as the reader likes them everywhere. */
    setDensity: (to: Density) => {
      keepDensity(to)
      if (view.density !== null || mine.density !== null) change({ density: to })
    },
  }
}

function tasted(view: View, to: Partial<Taste>): View {
  if (!view.own) return { ...view, mine: { ...view.mine, ...to } }
  return {
    ...view,
    ...(to.columns ? { columns: to.columns } : {}),
    ...(to.sort ? { sort: to.sort } : {}),
    ...(to.density === undefined ? {} : { density: to.density }),
  }
}
