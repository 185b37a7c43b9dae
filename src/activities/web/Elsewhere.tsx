/** Says in the open composer that its User wrote on the same draft in another window since, and offers that text. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeptDraft } from '#activities/draft.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { isWaiting } from './drafts.ts'
import { thisWindow } from './draftSaves.ts'
import type { Composing } from './useEmailDraft.ts'

interface Props {
  composing: Composing
  stored: readonly KeptDraft[]
  /** The server's clock less this browser's. */
  ahead: number
  onTake: (draft: KeptDraft) => void
}

export function Elsewhere({ composing, stored, ahead, onTake }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const [openedAt] = useState(Date.now)
  const other = stored.find(
    (d) =>
      !isWaiting(d) &&
      d.window !== thisWindow &&
      d.content.kind === composing.kind &&
      d.content.activityId === composing.activityId &&
      (composing.draftId === undefined || composing.draftId === d.content.sendKey) &&
      Date.parse(d.savedAt) - ahead > openedAt,
  )
  if (!other) return null
  return (
    <Notice kind="warning" shape="box" action={<Button onClick={() => onTake(other)}>{t(($) => $.activity.compose.takeTheirs)}</Button>}>
      {t(($) => $.activity.compose.elsewhere, { time: when.clock(other.savedAt) })}
    </Notice>
  )
}
