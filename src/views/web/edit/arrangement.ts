/** An arrangement between what is stored and what the screen moves. */
import type { Place, PlaceInput } from '#views/view.ts'
import type { Spot } from './arranging.ts'

export const spotsOf = (places: readonly Place[]): Spot[] =>
  places.map(({ id, viewId, folder, narrowed, children }) => ({
    key: `place${id}`,
    id,
    viewId,
    folder,
    narrowed,
    children: spotsOf(children),
  }))

export const inputOf = (spots: readonly Spot[]): PlaceInput[] =>
  spots.map(({ id, viewId, folder, narrowed, children }) => ({
    ...(id === null ? {} : { id }),
    viewId,
    folder,
    narrowed,
    children: inputOf(children),
  }))

export const sameTree = (a: readonly Spot[], b: readonly Spot[]) => JSON.stringify(inputOf(a)) === JSON.stringify(inputOf(b))
