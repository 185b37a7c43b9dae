/** Take from the list: shown at once, rolled back with the reason when somebody else won. */
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#platform/web/call.ts'
import { useMe } from '#people/web/session.ts'
import { takeTicket } from '#tickets/api.ts'
import type { Row } from '#tickets/ticket.ts'

export function useTake(list: { patch: (id: number, change: Partial<Row>) => void }) {
  const { t } = useTranslation()
  const { id, name } = useMe()
  const [trouble, setTrouble] = useState<string>()
  const { patch } = list
  const take = useCallback(
    (row: Row) => {
      if (row.user !== null || (row.state !== 'open' && row.state !== 'waiting')) return
      setTrouble(undefined)
      patch(row.id, { user: { id, name } })
      call(takeTicket, { id: row.id }).then(
        (taken) => patch(row.id, { user: taken.user, version: taken.version }),
        (error: unknown) => {
          patch(row.id, { user: row.user })
          setTrouble(t(($) => $.views.list.notTaken, { id: row.id, why: error instanceof Error ? error.message : '' }))
        },
      )
    },
    [patch, id, name, t],
  )
  return { take, trouble, dismiss: () => setTrouble(undefined) }
}
