/** Writing an email in the feed: recipients with their marks, sender, subject, text, files, and sending with the state to set. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Activity, Proposal } from '#activities/activity.ts'
import { type ReactNode, useState } from 'react'
import type { CallProblem } from '#platform/web/call.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import type { Edits } from '#tickets/dirtyForm.ts'
import type { Ticket } from '#tickets/ticket.ts'
import css from './composer.module.css'
import { EmailEditor } from './EmailEditor.tsx'
import { beginDraft, type Composing, useProposal } from './useEmailDraft.ts'

export interface EmailComposerProps {
  ticket: Ticket
  userId: number
  composing: Composing
  /** Unsaved changes of the form, which go with the message. */
  edits: Edits
  /** Whom it answers, for the composer's name. */
  answered: Activity | undefined
  onSent: (answer: { activity: Activity; ticket: Ticket }, sent: Edits) => void
  onWaits: () => void
  onRefused: (error: CallProblem) => void
  /** The server's clock less this browser's. */
  ahead: number
  /** Written in another window of the same User meanwhile. */
  elsewhere: ReactNode
  /** Leaves the composer; the text is kept. */
  onClose: () => void
}

/** Asks for the recipients first, then begins with them or with what was kept. */
export function EmailComposer(props: EmailComposerProps) {
  const { t } = useTranslation()
  const proposal = useProposal(props.ticket.id, props.composing)
  if (proposal.error)
    return (
      <div className={css.waiting}>
        <Notice kind="error" shape="box" action={<Button onClick={() => void proposal.refetch()}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.activity.compose.loadFailed, { reason: proposal.error.message })}
        </Notice>
      </div>
    )
  if (!proposal.data)
    return (
      <div className={css.waiting}>
        <SkeletonLines lines={3} />
      </div>
    )
  return <Begun {...props} proposal={proposal.data} />
}

function Begun({ proposal, ...props }: EmailComposerProps & { proposal: Proposal }) {
  const [initial] = useState(() => beginDraft(props.userId, props.ticket, props.composing, proposal))
  return <EmailEditor {...props} proposal={proposal} initial={initial} />
}
