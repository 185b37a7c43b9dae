/** What both composers show: files that are there or on their way, and why something was not sent. */
import { Button } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '#activities/activity.ts'
import type { CallProblem } from '#platform/web/call.ts'
import { AttachmentChip } from '#platform/web/ui/AttachmentChip.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SendGate } from './SendGate.tsx'
import type { SendProblem } from './useEmailDraft.ts'
import type { Upload } from './useUploads.ts'

interface AttachedProps {
  attachments: readonly Attachment[]
  uploads: readonly Upload[]
  /** Without it what is there stays. */
  onRemove?: (id: number) => void
  onRemoveUpload: (key: number) => void
  onRetryUpload: (key: number) => void
}

/** A file that failed says why and can be tried again; the others stay. */
export function Attached({ attachments, uploads, onRemove, onRemoveUpload, onRetryUpload }: AttachedProps) {
  const { t } = useTranslation()
  const why = {
    too_large: t(($) => $.activity.compose.tooLarge),
    offline: t(($) => $.activity.compose.noConnection),
    refused: t(($) => $.activity.compose.refused),
  }
  return (
    <>
      {attachments.map((a) => (
        <AttachmentChip
          key={a.id}
          name={a.name}
          mediaType={a.mediaType}
          size={a.size}
          {...(onRemove ? { onRemove: () => onRemove(a.id) } : {})}
        />
      ))}
      {uploads.map((u) => (
        <span key={u.key} role="status">
          <AttachmentChip
            name={u.name}
            mediaType=""
            size={0}
            progress={u.failure ? 0 : u.progress}
            {...(u.failure ? { error: why[u.failure] } : {})}
            onRemove={() => onRemoveUpload(u.key)}
          />
          {u.failure && (
            <Button variant="subtle" onClick={() => onRetryUpload(u.key)}>
              {t(($) => $.activity.compose.uploadRetry)}
            </Button>
          )}
        </span>
      ))}
    </>
  )
}

/** What happened, and that the text is kept. */
export function SendTrouble({ problem }: { problem: SendProblem }) {
  const { t } = useTranslation()
  const said = useFailure()
  // Said where it is shown which.
  if (problem.kind === 'gaps' || problem.kind === 'tooBig') return null
  if (problem.kind === 'came') return <SendGate came={problem.came} />
  if (problem.kind === 'failed')
    return (
      <Notice kind="error" shape="box">
        {t(($) => $.activity.compose.failed, { reason: said(problem.error) })}
      </Notice>
    )
  return (
    <Notice kind="warning" shape="box">
      {problem.kind === 'wrongAddress'
        ? t(($) => $.activity.compose.wrongAddress, { address: problem.address })
        : t(($) => $.activity.compose[problem.kind])}
    </Notice>
  )
}

/** A failed call in words: without an answer nobody knows whether it arrived, and the same send key makes a second try safe. */
export function useFailure() {
  const { t } = useTranslation()
  return (error: CallProblem) => (error.kind === 'offline' ? t(($) => $.activity.compose.offline) : error.message)
}

/** Escape leaves the composer, unless it closes a list or menu of it. The editor marks every Escape as handled and does nothing with it. */
export function isOwnEscape(event: KeyboardEvent) {
  const target = event.target
  if (!(target instanceof Element) || !event.currentTarget.contains(target)) return false
  if (target.closest('[role=menu], [role=listbox], [aria-expanded=true][role=combobox], [aria-expanded=true][aria-haspopup]')) return false
  return !event.defaultPrevented || target.closest('.rich-text') !== null
}
