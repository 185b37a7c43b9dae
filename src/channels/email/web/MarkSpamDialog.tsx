/** Marking the open ticket as spam: what that means and how it can be taken back; then the button that does it. */
import { useTranslation } from 'react-i18next'
import { automaticWords } from '#channels/email/automaticWords.ts'
import { markSpam } from '#channels/email/spamApi.ts'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useTicketsChanged } from '#tickets/web/ticketData.ts'

interface Props {
  id: number
  onClose: () => void
  onDone: () => void
}

export function MarkSpamDialog({ id, onClose, onDone }: Props) {
  const { t } = useTranslation()
  const changed = useTicketsChanged()
  const mark = useCommand(markSpam, {
    onSuccess: () => {
      void changed()
      onDone()
    },
  })
  const code = mark.error instanceof CallProblem ? (mark.error.problems[0]?.code ?? '') : ''
  return (
    <Dialog
      open
      danger
      title={t(($) => $.email.spam.title, { id })}
      confirm={t(($) => $.email.spam.do)}
      busy={mark.isPending}
      wayBack={t(($) => $.email.spam.wayBack)}
      onConfirm={() => mark.mutate({ id })}
      onClose={onClose}
    >
      {mark.error && (
        <Notice kind="error" shape="box">
          {isProblem(code) ? t(($) => $.email.spam.problem[code]) : mark.error.message}
        </Notice>
      )}
      <p>{t(($) => $.email.spam.hides)}</p>
      <p>{t(($) => $.email.spam.blocks)}</p>
    </Dialog>
  )
}

const isProblem = (code: string): code is keyof typeof automaticWords.spam.problem => code in automaticWords.spam.problem
