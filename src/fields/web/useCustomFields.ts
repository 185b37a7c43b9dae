/** The custom fields of a subject as this page knows them: loaded once, renewed when an administrator changes one. */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { fieldsFor } from '#fields/api.ts'
import { fieldSet, noFields, type FieldSet, type FieldSubject } from '#fields/customField.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'

/** Empty until it is loaded. */
export function useCustomFields(subject: FieldSubject): FieldSet {
  const queries = useQueryClient()
  const { data } = useEndpoint(fieldsFor, { subject })
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'custom_field')) void queries.invalidateQueries({ queryKey: keyOf(fieldsFor) })
  })
  return useMemo(() => (data ? fieldSet(data.fields) : noFields), [data])
}
