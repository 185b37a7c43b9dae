/** The Time groups that Categories choose from and that include each other: each with its title. */
import type { z } from 'zod'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { timeGroup } from './timeGroup.ts'

export const timeGroups = thing({
  name: 'time_group',
  path: 'time-groups',
  module: 'categories',
  called: ['a Time group', 'Time groups'],
  shape: timeGroup.safeExtend({ title: line(120) }),
})
export type TitledTimeGroup = z.output<typeof timeGroups.shape>

/** Its hours, without its title. */
export const hoursOf = ({ title: _title, ...group }: TitledTimeGroup) => group

/** Those of its inclusions (by place) that do not exist or lead back to the group itself. `others` by id, without it. */
export function wrongIncludes(
  id: number | null,
  includes: readonly number[],
  others: ReadonlyMap<number, { includes: readonly number[] }>,
): { at: number; code: 'unknown_time_group' | 'time_group_cycle' }[] {
  const isCircle = (included: number) => id !== null && (included === id || reached(included, others).has(id))
  return includes.flatMap((included, at) => {
    const code = isCircle(included) ? ('time_group_cycle' as const) : others.has(included) ? undefined : ('unknown_time_group' as const)
    return code ? [{ at, code }] : []
  })
}

/** All that a group includes, by whatever way, itself too. */
export function reached(id: number, groups: ReadonlyMap<number, { includes: readonly number[] }>): Set<number> {
  const found = new Set<number>()
  const waiting = [id]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(groups.get(next)?.includes ?? []))
  }
  return found
}
