/** What was added to a view: the words that are searched for, and the filter. The builder, the chips and the search box show both as one tree. */
import { allOf, type Condition, type Filter } from '#platform/filter.ts'

export interface Added {
  filter?: Filter | undefined
  q?: string | undefined
}

const isWords = (tree: Filter): tree is Condition & { value: string } =>
  'field' in tree && tree.field === 'text' && tree.op === 'matches' && typeof tree.value === 'string'

/** One tree of both. */
export function treeOfAdded({ filter, q }: Added): Filter {
  const words: Filter[] = q ? [{ field: 'text', op: 'matches', value: q }] : []
  return allOf(...words, ...(filter ? [filter] : []))
}

/** The first words that must hold are searched for, typing errors forgiven; the rest is the filter. */
export function addedOfTree(tree: Filter): Added {
  const parts = 'and' in tree ? tree.and : [tree]
  const words = parts.find(isWords)
  const rest = parts.filter((part) => part !== words)
  const [only] = rest
  return { q: words?.value, filter: rest.length === 0 ? undefined : rest.length === 1 && only ? only : { and: rest } }
}

/** The parts that can be taken away one by one. */
export const partsOfTree = (tree: Filter): readonly Filter[] => ('and' in tree ? tree.and : [tree])
