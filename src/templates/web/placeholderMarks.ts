/** Placeholders in a text that is being written: those that something is known for become it, the others are marked. */
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { type PlacedPlaceholder, placeholdersIn } from '#templates/render.ts'

/** Every placeholder with its place in the document. */
export function placedIn(doc: Node): PlacedPlaceholder[] {
  const found: PlacedPlaceholder[] = []
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    // One character for each position, so that what stands within (a picture, a break) moves nothing.
    const text = node.textBetween(0, node.content.size, undefined, '￼')
    for (const one of placeholdersIn(text)) found.push({ ...one, from: position + 1 + one.from, to: position + 1 + one.to })
    return false
  })
  return found
}

/** Puts a value there as text, its lines as lines, and keeps its tint; what one writes beside it is one's own. */
export function fill(tr: Transaction, state: EditorState, { from, to }: { from: number; to: number }, value: string) {
  const { schema } = state
  const lines = value
    .split('\n')
    .flatMap((line, n) => [
      ...(n > 0 && schema.nodes['hardBreak'] ? [schema.nodes['hardBreak'].create()] : []),
      ...(line === '' ? [] : [schema.text(line)]),
    ])
  tr.replaceWith(from, to, lines)
  const size = lines.reduce((sum, node) => sum + node.nodeSize, 0)
  const step = tr.mapping.maps.at(-1)
  const others = filledBy(tr).map((at) => (step ? { from: step.map(at.from), to: step.map(at.to) } : at))
  return tr.setMeta(marksKey, [...others, { from, to: from + size }])
}

interface Range {
  from: number
  to: number
}

const filledBy = (tr: Transaction): Range[] => {
  const held: unknown = tr.getMeta(marksKey)
  return Array.isArray(held) ? held : []
}

const marksKey = new PluginKey<DecorationSet>('placeholders')

/** Marks what was filled in, and the placeholders that are left. */
export const placeholderMarks = (css: { filled: string; gap: string }) => ({
  key: marksKey,
  plugin: new Plugin<DecorationSet>({
    key: marksKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, held) => {
        const filled = filledBy(tr).filter((at) => at.to > at.from)
        const tints = filled.map((at) => Decoration.inline(at.from, at.to, { class: css.filled }))
        return held.map(tr.mapping, tr.doc).add(tr.doc, tints)
      },
    },
    props: {
      decorations: (state) =>
        (marksKey.getState(state) ?? DecorationSet.empty).add(
          state.doc,
          placedIn(state.doc).map(({ from, to }) => Decoration.inline(from, to, { class: css.gap })),
        ),
    },
  }),
})
