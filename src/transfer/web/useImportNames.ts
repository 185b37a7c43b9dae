/** What fields of an import are called: those of tickets, and those only files have. */
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSet } from '#fields/customField.ts'
import { useFieldNames } from '#runs/web/useFieldNames.ts'
import { targets } from '#transfer/ticketImport.ts'

export function useImportNames(fields: FieldSet) {
  const { t } = useTranslation()
  const ofTicket = useFieldNames(fields)
  return useCallback(
    (key: string): string => {
      if (key === 'id') return t(($) => $.transfer.ticket)
      const target = targets.find((one) => one === key)
      const name = ofTicket(key)
      return name === key && target ? t(($) => $.transfer.target[target]) : name
    },
    [t, ofTicket],
  )
}
