/** One's own star on a ticket: shown at once, taken back when it could not be kept. */
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#platform/web/call.ts'
import { starTicket, unstarTicket } from '#views/api.ts'
import type { ListRow } from '#views/view.ts'

export function useStar(patch: (id: number, change: Partial<ListRow>) => void) {
  const { t } = useTranslation()
  const [trouble, setTrouble] = useState<string>()
  const toggle = useCallback(
    ({ id, starred }: ListRow) => {
      setTrouble(undefined)
      patch(id, { starred: !starred })
      call(starred ? unstarTicket : starTicket, { id }).catch((error: unknown) => {
        patch(id, { starred })
        setTrouble(t(($) => $.build.failed, { why: error instanceof Error ? error.message : '' }))
      })
    },
    [patch, t],
  )
  return { toggle, trouble, dismiss: () => setTrouble(undefined) }
}
