/** Messages that were sent and have not left: for a few seconds to be taken back, at a chosen time, or held because something came. */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconClock, IconSend } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteDraft, recallDraft, releaseDraft } from '#activities/draftApi.ts'
import type { KeptDraft } from '#activities/draft.ts'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './composer.module.css'
import { plainText } from './drafts.ts'
import { MomentDialog } from './SendButton.tsx'

interface Props {
  message: KeptDraft
  /** The server's clock less this browser's. */
  ahead: number
  onRecalled: (draft: KeptDraft) => void
  onChanged: () => void
}

export function WaitingMessage({ message, ahead, onRecalled, onChanged }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const [choosing, setChoosing] = useState<string | null>()
  const { content, leavesAt, scheduled, held, setState } = message
  const settled = { onSettled: onChanged }
  const recall = useCommand(recallDraft, { ...settled, onSuccess: onRecalled })
  const release = useCommand(releaseDraft, settled)
  const remove = useCommand(deleteDraft, settled)
  const busy = recall.isPending || release.isPending || remove.isPending
  const draftId = content.sendKey
  const error = recall.error ?? release.error ?? remove.error
  const place = useRef<HTMLElement>(null)
  // Wherever one reads: while it can be taken back, the way to do that is in view.
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const to = [...content.to, ...content.cc, ...content.bcc].map((r) => r.name || r.address).join(', ')
  return (
    <section
      ref={place}
      className={css.waitingMessage}
      data-held={held !== null}
      aria-label={t(($) => $.activity.later.message, { name: to })}
    >
      <div className={css.waitingHead}>
        {held ? (
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
        ) : scheduled ? (
          <IconClock size={16} stroke={1.75} aria-hidden />
        ) : (
          <IconSend size={16} stroke={1.75} aria-hidden />
        )}
        <span className="cut">
          <strong>{t(($) => $.activity.to, { list: to })}</strong> <span className="ink2">{plainText(content.body)}</span>
        </span>
      </div>
      <div className={css.waitingFoot}>
        <span role="status" className={held ? '' : 'ink2'}>
          {held ? (
            <>
              {t(($) => $.activity.later.held[held.because])}
              {held.because === 'refused' && held.reason !== null && ` ${held.reason}`}
            </>
          ) : scheduled && leavesAt !== null ? (
            t(($) => $.activity.later.leavesAt, { time: when.full(leavesAt) })
          ) : (
            leavesAt !== null && <Countdown until={Date.parse(leavesAt) - ahead} />
          )}
          {setState !== null && ` ${t(($) => $.activity.later.sets, { state: t(($) => $.ticket.state[setState]) })}`}
          {error instanceof CallProblem &&
            ` ${error.code === 'already_left' ? t(($) => $.activity.later.left) : t(($) => $.activity.later.failed, { reason: error.message })}`}
        </span>
        <span className={css.end}>
          {(held !== null || scheduled) && (
            <>
              <Button disabled={busy} onClick={() => release.mutate({ draftId })}>
                {held ? t(($) => $.activity.later.release) : t(($) => $.activity.later.now)}
              </Button>
              <Button disabled={busy} variant="subtle" onClick={() => setChoosing(leavesAt)}>
                {t(($) => $.activity.later.reschedule)}
              </Button>
            </>
          )}
          <Button disabled={busy} variant={scheduled || held ? 'subtle' : 'default'} onClick={() => recall.mutate({ draftId })}>
            {scheduled || held ? t(($) => $.activity.later.edit) : t(($) => $.activity.later.undoNow)}
          </Button>
          {(scheduled || held !== null) && (
            <Button disabled={busy} variant="subtle" onClick={() => remove.mutate({ draftId })}>
              {t(($) => $.activity.later.cancel)}
            </Button>
          )}
        </span>
      </div>
      <MomentDialog
        ahead={ahead}
        open={choosing !== undefined}
        value={choosing ?? null}
        onChange={setChoosing}
        onClose={() => setChoosing(undefined)}
        onChosen={(at) => {
          setChoosing(undefined)
          release.mutate({ draftId, leavesAt: at })
        }}
      />
    </section>
  )
}

/** `until` by this browser's clock. */
function Countdown({ until }: { until: number }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const left = Math.ceil((until - now) / 1000)
  return <span className="n">{left > 0 ? t(($) => $.activity.later.leavesIn, { count: left }) : t(($) => $.activity.later.leaving)}</span>
}
