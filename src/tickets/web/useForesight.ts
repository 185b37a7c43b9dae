/** *Would this save?*, asked while somebody edits: what only the server knows, soon after the last key press. Nothing is saved. */
import { useDebouncedValue } from '@mantine/hooks'
import { useEndpoint } from '#platform/web/query.ts'
import { same } from '#platform/field.ts'
import { checkChanges } from '#tickets/api.ts'
import { changesOf, editedFields, type Edits } from '#tickets/dirtyForm.ts'
import type { TicketFormState } from './useTicketForm.ts'

/** Texts bring nothing about, and their own rule the form knows. */
function withoutTexts(edits: Edits): Edits {
  const rest = { ...edits }
  delete rest.title
  delete rest.description
  return rest
}

export function useForesight({ ticket, edits, conflicts, saving }: TicketFormState) {
  const [settled] = useDebouncedValue(edits, 400)
  const asked = withoutTexts(settled)
  const speaks = editedFields(withoutTexts(edits)).length > 0
  const { data } = useEndpoint(
    checkChanges,
    // The version is no part of the question, but another one may be answered differently.
    { id: ticket.id, changes: changesOf(asked, ticket) },
    {
      enabled: speaks && editedFields(asked).length > 0 && conflicts.length === 0 && !saving,
      keepPrevious: true,
      staleTime: 0,
      gcTime: 30_000,
    },
  )
  if (!speaks || !data || conflicts.length > 0) return undefined
  return {
    ...data,
    // What was said of a value that is another one by now is no longer said.
    problems: data.problems.filter(({ field }) => same(valueOf(asked, field), valueOf(edits, field))),
  }
}

const valueOf = (edits: Edits, field: string) =>
  (Object.entries(edits).find(([key]) => key === field)?.[1] as { to?: unknown } | undefined)?.to

export type Foresight = NonNullable<ReturnType<typeof useForesight>>
