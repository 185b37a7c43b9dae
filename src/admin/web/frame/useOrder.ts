/** The order of a list that people put in order: shown at once, saved thing by thing, back to what is stored where that fails. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import type { Filled, Shown } from '#platform/thing.ts'
import { call } from '#platform/web/call.ts'
import type { Kind } from './kind.ts'
import { moved, useDragOrder } from './useDragOrder.ts'
import { valuesOf } from './useThingForm.ts'

export function useOrder<V extends Filled>(kind: Kind<V>, stored: readonly Shown<V>[]) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayUpdate = useMay(`${kind.thing.module}.update`)
  const [ids, setIds] = useState<readonly number[]>()
  const [said, setSaid] = useState('')
  const [failed, setFailed] = useState(false)
  const { position, within, title, thing } = kind
  const place = (id: number) => ids?.indexOf(id) ?? 0
  const things = ids ? stored.toSorted((a, b) => place(a.id) - place(b.id)) : stored

  const move = (from: number, to: number) => {
    if (within && things[from]?.[within] !== things[to]?.[within]) return
    const next = moved(things, from, to)
    setIds(next.map((one) => one.id))
    setSaid(t(($) => $.manage.list.moved, { title: String(next[to]?.[title] ?? ''), place: to + 1, count: next.length }))
    void save(next)
  }

  async function save(next: readonly Shown<V>[]) {
    setFailed(false)
    try {
      for (const [n, one] of next.entries())
        if (position && one[position] !== n)
          await call(thing.doors.change, { ...valuesOf(kind, one), [position]: n, id: one.id, version: one.version })
    } catch {
      setFailed(true)
    }
    await queries.invalidateQueries()
    setIds(undefined)
  }

  return { things, said, failed, may: position !== undefined && mayUpdate && stored.length > 1, ...useDragOrder(things.length, move) }
}
