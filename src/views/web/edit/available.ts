/** What *Add view to my views* offers: every view that one may open, and the folders of the Team tree with what they hold. */
import { fold } from '#platform/fold.ts'
import { placeRows } from '../placeRows.ts'
import { type Spot, viewsIn } from './arranging.ts'

export interface Offered {
  id: number
  name: string
  own: boolean
  team: boolean
  everyone: boolean
  teamIds: readonly number[]
  rightIds: readonly number[]
}

export interface TeamPlace {
  id: number
  viewId: number | null
  folder: string | null
  children: readonly TeamPlace[]
}

const groups = ['private', 'offered', 'shared', 'team'] as const
export type Group = (typeof groups)[number]

/** A line to add from: a view, or a folder with all views in it. */
export interface Entry<V> {
  key: string
  name: string
  view: V | null
  /** What a folder holds. */
  holds: readonly V[]
  /** The folder that it is shown under. */
  under: string | null
}

export interface Ticked {
  private: boolean
  shared: boolean
  folders: boolean
}

const isShared = (view: Offered) => view.everyone || view.teamIds.length > 0 || view.rightIds.length > 0
const groupOf = (view: Offered): Group => (view.team ? 'team' : view.own ? (isShared(view) ? 'offered' : 'private') : 'shared')

/** The groups with what fits the words and the boxes; neither *Private* nor *Shared views* ticked is the same as both. */
export function available<V extends Offered>(views: readonly V[], team: readonly TeamPlace[], ticked: Ticked, words: string) {
  const wanted = fold(words.trim())
  const fits = (name: string) => fold(name).includes(wanted)
  const wants = (group: Group) => ticked.private === ticked.shared || (group === 'private' ? ticked.private : ticked.shared)
  const byId = new Map(views.map((view) => [view.id, view]))
  const entryOf = (view: V, under: string | null): Entry<V> => ({ key: `view${view.id}`, name: view.name, view, holds: [], under })

  const shown = groups.map((group) => {
    if (!wants(group)) return { group, entries: [] }
    if (group !== 'team') {
      const entries = ticked.folders ? [] : views.filter((view) => groupOf(view) === group && fits(view.name))
      return { group, entries: entries.toSorted((a, b) => a.name.localeCompare(b.name)).map((view) => entryOf(view, null)) }
    }
    const entries: Entry<V>[] = []
    const placed = new Set<number>()
    for (const { place, key, parent } of placeRows(team, (one) => String(one.id))) {
      const view = place.viewId === null ? undefined : byId.get(place.viewId)
      if (view) placed.add(view.id)
      const folder = parent === null ? undefined : entries.find((entry) => entry.key === `folder${parent}`)
      if (place.folder !== null) {
        const holds = placeRows(place.children, (one) => String(one.id)).flatMap((row) => byId.get(row.place.viewId ?? 0) ?? [])
        if (holds.length > 0 && (fits(place.folder) || holds.some((held) => !ticked.folders && fits(held.name))))
          entries.push({ key: `folder${key}`, name: place.folder, view: null, holds, under: null })
      } else if (view && !ticked.folders && (fits(view.name) || (folder && fits(folder.name))))
        entries.push(entryOf(view, folder?.key ?? null))
    }
    const elsewhere = views.filter((view) => view.team && !placed.has(view.id) && !ticked.folders && fits(view.name))
    return { group, entries: [...entries, ...elsewhere.map((view) => entryOf(view, null))] }
  })
  return shown.filter(({ entries }) => entries.length > 0)
}

let made = 0
/** A place that is not saved yet. */
export const freshSpot = (given: Partial<Pick<Spot, 'viewId' | 'folder' | 'narrowed' | 'children'>>): Spot => ({
  key: `new${++made}`,
  id: null,
  viewId: null,
  folder: null,
  narrowed: false,
  children: [],
  ...given,
})

/** My views with these added at the end: a folder comes with those of its views that do not stand there yet. */
export function withAdded(
  tree: readonly Spot[],
  chosen: readonly { view: Offered | null; name: string; holds: readonly Offered[] }[],
): Spot[] {
  let next = [...tree]
  const fresh = (views: readonly Offered[]) => {
    const there = viewsIn(next)
    return views.filter((view) => !there.has(view.id)).map((view) => freshSpot({ viewId: view.id }))
  }
  for (const { view, name, holds } of chosen)
    next = view ? [...next, ...fresh([view])] : [...next, freshSpot({ folder: name, children: fresh(holds) })]
  return next
}
