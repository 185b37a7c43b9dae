/** How an entry of the History reads: the sentence of its event, and the names of the fields that it changed. */
import { useTranslation } from 'react-i18next'
import type { Entry } from '#history/api.ts'
import { sentences } from '#history/ticketEvents.ts'
import { fileSize } from '#platform/web/fileSize.ts'
import { localeFor } from '#platform/web/when.ts'
import { activityAdded } from '#tickets/events.ts'
import { fieldNames } from '#tickets/fields.ts'

/** The sentence of an event and the names of fields. */
export function useEntryWords(entry: Entry) {
  const { t, i18n } = useTranslation()
  const { file } = entry
  return {
    field: (name: string) => {
      const known = fieldNames.find((field) => field === name)
      if (known) return t(($) => $.ticket.field[known])
      if (name === 'computedDeadline') return t(($) => $.history.computedDeadline)
      return entry.changes[name]?.title ?? t(($) => $.history.deletedField)
    },
    event:
      entry.name === activityAdded.name && entry.who.kind === 'contact'
        ? t(($) => $.history.messageCame)
        : t(($) => $.history.event[sentences[entry.name]], {
            tickets: entry.tickets.join(', '),
            file: file ? `${file.name}, ${fileSize(file.size, localeFor(i18n.language))}` : t(($) => $.history.goneFile),
          }),
  }
}
