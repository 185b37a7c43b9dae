/** Anonymising many tickets: what it means, and no way back. */
import { useTranslation } from 'react-i18next'
import { Consequences } from '#erasure/web/AnonymiseDialog.tsx'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { ListSelection } from '#views/web/selection.ts'
import { NotStarted } from './ManyDialogs.tsx'
import { useStartRun } from './useStartRun.ts'

export function AnonymiseTicketsDialog({ selection: { count, rows }, onClose }: { selection: ListSelection; onClose: () => void }) {
  const { t } = useTranslation()
  const n = useWhen().count(count)
  const start = useStartRun(onClose)
  return (
    <Dialog
      open
      danger
      size={560}
      title={t(($) => $.erasure.titleMany, { count, n })}
      confirm={t(($) => $.erasure.titleMany, { count, n })}
      busy={start.isPending}
      wayBack={t(($) => $.erasure.wayBack)}
      onConfirm={() => start.mutate({ run: { kind: 'anonymise', request: {}, rows } })}
      onClose={onClose}
    >
      <NotStarted error={start.error} />
      <Consequences />
    </Dialog>
  )
}
