/** Withdrawing one's own comment. */
import { useTranslation } from 'react-i18next'
import { withdrawComment } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'

export function WithdrawDialog({
  activity,
  onChanged,
  onClose,
}: {
  activity: Activity
  onChanged: (now: Activity) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const withdraw = useCommand(withdrawComment, {
    onSuccess: (now) => {
      onChanged(now)
      onClose()
    },
  })
  return (
    <Dialog
      open
      danger
      title={t(($) => $.activity.edit.withdrawTitle)}
      confirm={t(($) => $.activity.edit.withdraw)}
      busy={withdraw.isPending}
      onConfirm={() => withdraw.mutate({ id: activity.id })}
      onClose={onClose}
    >
      {withdraw.error && (
        <Notice kind="error" shape="box">
          {withdraw.error.message}
        </Notice>
      )}
      <p>{t(($) => $.activity.edit.withdrawHint)}</p>
    </Dialog>
  )
}
