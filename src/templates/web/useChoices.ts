/** The placeholders with their descriptions, the custom fields of tickets among them. */
import { useTranslation } from 'react-i18next'
import { fieldsFor } from '#fields/api.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { placeholders } from '#templates/placeholders.ts'
import type { Choice } from './typed.ts'

export function useChoices() {
  const { t } = useTranslation()
  const { data } = useEndpoint(fieldsFor, { subject: 'ticket' })
  const own: Choice[] = placeholders.map(({ name, word, example }) => ({ name, example, about: t(($) => $.template.placeholder[word]) }))
  const custom = (data?.fields ?? []).filter((field) => !field.removed)
  return {
    choices: [
      ...own,
      ...custom.map(({ id, title }): Choice => ({ name: `custom.${id}`, about: title, example: t(($) => $.template.placeholder.custom) })),
    ],
    /** Undefined until they are known. */
    customIds: data && new Set(data.fields.map((field) => field.id)),
  }
}
