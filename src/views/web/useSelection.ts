/** The selection of an open list, and what its checkboxes do. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Asked, countOf, isSelected, nothingSelected, type Selected, withRows } from './selection.ts'

const widestRange = 1000

/** `loaded`: the rows that are there; `idsBetween` brings the numbers of others. */
export function useSelection(
  asked: Asked,
  loaded: readonly number[],
  total: number,
  idsBetween: (from: number, to: number) => Promise<number[]>,
) {
  const { t } = useTranslation()
  const [selected, setSelected] = useState<Selected>(nothingSelected)
  const [trouble, setTrouble] = useState<string>()
  // With another filter the list is another one.
  const of = JSON.stringify(asked)
  useEffect(() => setSelected(nothingSelected), [of])
  const mark = useCallback((ids: readonly number[], on: boolean) => setSelected((now) => withRows(now, ids, on)), [])
  const count = countOf(selected, total)
  return {
    selected,
    count,
    trouble,
    dismiss: () => setTrouble(undefined),
    mark,
    marks: useMemo(
      () => ({
        has: (id: number) => isSelected(selected, id),
        some: count > 0,
        all: loaded.length > 0 && loaded.every((id) => isSelected(selected, id)),
      }),
      [selected, count, loaded],
    ),
    /** All that are loaded, or nothing. */
    markAll: (on: boolean) => {
      if (on) mark(loaded, true)
      else setSelected(nothingSelected)
    },
    markFar: (from: number, to: number) => {
      setTrouble(undefined)
      if (to - from >= widestRange) setTrouble(t(($) => $.build.far, { most: widestRange }))
      else
        idsBetween(from, to).then(
          (ids) => mark(ids, true),
          (error: unknown) => setTrouble(t(($) => $.build.failed, { why: error instanceof Error ? error.message : '' })),
        )
    },
    /** Everything that matches, loaded or not. */
    selectMatching: () => setSelected({ kind: 'all', except: new Set() }),
    clear: useCallback(() => setSelected(nothingSelected), []),
  }
}
export type Selection = ReturnType<typeof useSelection>
