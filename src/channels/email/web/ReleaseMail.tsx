/** Lets a quarantined mail of the ledger go on, in one click. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { releaseMail } from '#channels/email/spamApi.ts'
import { useMay } from '#people/web/session.ts'
import { useCommand } from '#platform/web/query.ts'

export function ReleaseMail({ id }: { id: number }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const may = useMay('tickets.create')
  // What it became stands in the ledger a moment later, whether this click released it or another's.
  const release = useCommand(releaseMail, { onSettled: () => void queries.invalidateQueries({ queryKey: ['ledger'] }) })
  if (!may) return null
  return (
    <Button size="compact-xs" loading={release.isPending} onClick={() => release.mutate({ id })}>
      {t(($) => $.email.spam.release)}
    </Button>
  )
}
