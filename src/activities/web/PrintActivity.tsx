/** One activity on paper: who, to whom, when, its text and the names of its files; nothing of the page around it. */
import { useEffect, useEffectEvent } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Activity } from '#activities/activity.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { authorOf } from './ActivityItem.tsx'
import css from './PrintActivity.module.css'

export function PrintActivity({ ticket, activity, onDone }: { ticket: Ticket; activity: Activity; onDone: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const print = useEffectEvent(() => {
    window.print()
    onDone()
  })
  useEffect(() => {
    document.documentElement.dataset['printing'] = ''
    // The sheet is drawn before the browser takes its picture.
    const timer = setTimeout(print)
    return () => {
      clearTimeout(timer)
      delete document.documentElement.dataset['printing']
    }
  }, [])
  const files = activity.attachments.filter((file) => !file.inline)
  const list = (role: string) =>
    activity.recipients
      .filter((r) => r.role === role)
      .map((r) => (r.name === '' ? r.address : `${r.name} <${r.address}>`))
      .join(', ')
  return createPortal(
    <article className={css.sheet} data-print-sheet aria-hidden>
      <h1>
        #{ticket.id} {ticket.title}
      </h1>
      <p>
        <b>{authorOf(activity) ?? t(($) => $.activity.desk)}</b> · {when.full(activity.at)}
        {activity.kind === 'comment' && ` · ${t(($) => $.activity.internal)}`}
      </p>
      {(['to', 'cc'] as const).map((role) => list(role) !== '' && <p key={role}>{t(($) => $.activity[role], { list: list(role) })}</p>)}
      {activity.subject !== '' && <p>{activity.subject}</p>}
      <div className={css.text}>{activity.text}</div>
      {files.length > 0 && <p>{files.map((file) => file.name).join(', ')}</p>}
    </article>,
    document.body,
  )
}
