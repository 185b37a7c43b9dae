/** What keys change in a list is saved at once: shown within a frame, rolled back with the reason where it is refused, and undone by one key. */
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQueryClient } from '@tanstack/react-query'
import { call, CallProblem } from '#platform/web/call.ts'
import { allOf, type Filter } from '#platform/filter.ts'
import { keyOf } from '#platform/web/query.ts'
import { useMay, useMe } from '#people/web/session.ts'
import { listRuns, startRun, undoRun } from '#runs/api.ts'
import { useProblemWords } from '#runs/web/useProblemWords.ts'
import { changeTicket, takeTicket } from '#tickets/api.ts'
import type { Priority, State, Ticket } from '#tickets/ticket.ts'
import type { ListRow } from '#views/view.ts'
import type { ListSelection } from '#views/web/selection.ts'

/** One field and what it becomes. */
export type QuickChange =
  | { field: 'userId'; to: { id: number; name: string } | null; take?: true }
  | { field: 'state'; to: State }
  | { field: 'priority'; to: Priority }

/** What a key acts on: rows that are there, or a selection of which not all are. */
export type Targets = { rows: readonly ListRow[] } | { many: ListSelection }

/** Why a ticket stayed as it was: the first one of `count`. */
export interface Refused {
  id: number
  why: string
  count: number
}

interface Done {
  words: string
  /** Gives what could not be taken back. */
  undo: () => Promise<void>
}

/** So many are saved one by one; more go as a run in the background. */
export const fewRows = 20
const undoable = 20
/** A filter names no more tickets than that. */
const mostTaken = 150
/** Of this page, the last one last: it outlives the list. */
const done: Done[] = []

/** One save of a ticket after the other: what the second one had is what the first one made. */
const lines = new Map<number, Promise<unknown>>()
function inLine<T>(id: number, work: () => Promise<T>): Promise<T> {
  const turn = (lines.get(id) ?? Promise.resolve()).then(work, work)
  lines.set(id, turn)
  return turn
}

const shownAs = (change: QuickChange): Partial<ListRow> =>
  change.field === 'userId' ? { user: change.to } : change.field === 'state' ? { state: change.to } : { priority: change.to }
const asItIs = (row: ListRow, { field }: QuickChange): Partial<ListRow> =>
  field === 'userId' ? { user: row.user } : field === 'state' ? { state: row.state } : { priority: row.priority }
const valueIn = (row: Pick<ListRow, 'user' | 'state' | 'priority'>, field: QuickChange['field']) =>
  field === 'userId' ? (row.user?.id ?? null) : row[field]
const valueOf = (change: QuickChange) => (change.field === 'userId' ? (change.to?.id ?? null) : change.to)

export function useQuickChanges(patch: (id: number, change: Partial<ListRow>) => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const me = useMe()
  const mayMany = useMay('tickets.bulk_edit')
  const problemWords = useProblemWords()
  /** Of the last change, until it is dismissed or undone. */
  const [told, setTold] = useState<{ words: string; undone?: true }>()
  const [refused, setRefused] = useState<Refused>()
  const refuse = useCallback(
    (id: number, because: string) => setRefused((now) => (now ? { ...now, count: now.count + 1 } : { id, why: because, count: 1 })),
    [],
  )

  const why = useCallback(
    (error: unknown) => {
      if (error instanceof CallProblem && error.code === 'came_since') return t(($) => $.quick.cameSince)
      if (error instanceof CallProblem && error.problems.length > 0) return error.problems.map(problemWords).join(' ')
      return error instanceof Error ? error.message : ''
    },
    [t, problemWords],
  )
  const saved = useCallback(
    (id: number, { user, state, priority, version }: Ticket) => patch(id, { user, state, priority, version }),
    [patch],
  )
  const remember = (one: Done) => {
    done.push(one)
    if (done.length > undoable) done.shift()
    setTold({ words: one.words })
  }
  const nameOf = (change: QuickChange) =>
    change.field === 'userId'
      ? (change.to?.name ?? t(($) => $.common.nobody))
      : change.field === 'state'
        ? t(($) => $.ticket.state[change.to])
        : t(($) => $.ticket.priority[change.to])

  /** Row by row, each with what it had. */
  const changeRows = (all: readonly ListRow[], change: QuickChange) => {
    const rows = all.filter((row) => valueIn(row, change.field) !== valueOf(change))
    if (rows.length === 0) return
    setRefused(undefined)
    const save = async (row: ListRow): Promise<ListRow | undefined> => {
      patch(row.id, shownAs(change))
      try {
        const take = change.field === 'userId' && change.take === true
        saved(row.id, await inLine(row.id, () => (take ? call(takeTicket, { id: row.id }) : call(changeTicket, asked(row, change)))))
        return row
      } catch (error) {
        patch(row.id, asItIs(row, change))
        refuse(row.id, why(error))
        return undefined
      }
    }
    const saves = rows.map(save)
    const wordsFor = (of: readonly ListRow[]) => t(($) => $.quick.changed, { count: of.length, id: of[0]?.id ?? 0, to: nameOf(change) })
    const mine: Done = {
      words: wordsFor(rows),
      undo: async () => {
        for (const row of rows) patch(row.id, asItIs(row, change))
        const changed = (await Promise.all(saves)).filter((row) => row !== undefined)
        await Promise.all(
          changed.map((row) => {
            const from = valueOf(change)
            const changes = { [change.field]: { from, to: valueIn(row, change.field) } }
            return inLine(row.id, () => call(changeTicket, { id: row.id, changes })).then(
              (ticket) => saved(row.id, ticket),
              (error: unknown) => {
                patch(row.id, shownAs(change))
                refuse(
                  row.id,
                  t(($) => $.quick.notUndone, { why: why(error) }),
                )
              },
            )
          }),
        )
      },
    }
    remember(mine)
    const settle = async () => {
      const changed = (await Promise.all(saves)).filter((row) => row !== undefined)
      if (changed.length === rows.length || !done.includes(mine)) return
      const before = mine.words
      mine.words = wordsFor(changed)
      // What was refused altogether is nothing to undo.
      if (changed.length === 0) done.splice(done.indexOf(mine), 1)
      setTold((now) => (now?.words !== before ? now : changed.length === 0 ? undefined : { words: mine.words }))
    }
    void settle()
  }

  /** In the background, with a result for every row. */
  const changeMany = async (selection: ListSelection, change: QuickChange) => {
    const first = 'ids' in selection.rows ? selection.rows.ids[0] : undefined
    if (!mayMany)
      return refuse(
        first ?? 0,
        t(($) => $.quick.fewOnly, { most: fewRows }),
      )
    setRefused(undefined)
    try {
      const request = { changes: { [change.field]: { to: valueOf(change) } } }
      const { id } = await call(startRun, { run: { kind: 'edit', request, rows: selection.rows } })
      remember({
        words: t(($) => $.quick.begun, { count: selection.count, to: nameOf(change) }),
        undo: async () => {
          await call(undoRun, { id }).catch((error: unknown) =>
            refuse(
              first ?? 0,
              t(($) => $.quick.notUndone, { why: why(error) }),
            ),
          )
          void queries.invalidateQueries({ queryKey: keyOf(listRuns) })
        },
      })
    } catch (error) {
      refuse(first ?? 0, why(error))
    }
    void queries.invalidateQueries({ queryKey: keyOf(listRuns) })
    return undefined
  }

  return {
    change: (targets: Targets, change: QuickChange) =>
      'rows' in targets ? changeRows(targets.rows, change) : void changeMany(targets.many, change),
    take: (targets: Targets) => {
      const to = { id: me.id, name: me.name }
      if ('many' in targets && 'ids' in targets.many.rows && targets.many.rows.ids.length > mostTaken)
        refuse(
          0,
          t(($) => $.quick.takeFewer, { most: mostTaken }),
        )
      else if ('many' in targets) void changeMany(takeableOf(targets.many), { field: 'userId', to })
      else changeRows(targets.rows.filter(isTakeable), { field: 'userId', to, take: true })
    },
    undo: () => {
      const last = done.pop()
      if (!last) return
      setRefused(undefined)
      setTold({ words: last.words, undone: true })
      void last.undo()
    },
    undoes: done.length > 0,
    told,
    dismiss: useCallback(() => setTold(undefined), []),
    refused,
    dismissRefused: useCallback(() => setRefused(undefined), []),
  }
}

const isTakeable = (row: ListRow) => row.user === null && (row.state === 'open' || row.state === 'waiting')

/** Take overtakes nobody: of many, only those that can be taken. */
function takeableOf(selection: ListSelection): ListSelection {
  const free: Filter = {
    and: [
      { field: 'user', op: 'empty' },
      { field: 'state', op: 'one_of', value: ['open', 'waiting'] },
    ],
  }
  const { rows } = selection
  return {
    ...selection,
    rows:
      'ids' in rows
        ? { filter: allOf({ or: rows.ids.map((id): Filter => ({ field: 'id', op: 'is', value: id })) }, free), except: [] }
        : { ...rows, filter: rows.filter ? allOf(rows.filter, free) : free },
  }
}

/** Closing says what was in sight: what came since stops it. */
const asked = (row: ListRow, change: QuickChange) => ({
  id: row.id,
  changes: { [change.field]: { from: valueIn(row, change.field), to: valueOf(change) } },
  ...(change.field === 'state' ? { seen: { ticketId: row.id, version: row.version } } : {}),
})
