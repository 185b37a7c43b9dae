/** The frame in which a reply, a new email or a comment is written: recipients, text, files, and what sending will do. */
import type { ReactNode } from 'react'
import css from './ComposerFrame.module.css'

/** One line over the text: “To”, “Cc”, “Subject”. */
export function ComposerLine({ label, htmlFor, children, end }: { label: string; htmlFor?: string; children: ReactNode; end?: ReactNode }) {
  return (
    <div className={css.line}>
      <label className={css.label} htmlFor={htmlFor}>
        {label}
      </label>
      <div className={css.value}>{children}</div>
      {end && <span className={css.end}>{end}</span>}
    </div>
  )
}

export interface ComposerFrameProps {
  /** Accessible name: “Reply to Petr Novák”. */
  label: string
  kind: 'email' | 'comment'
  /** `ComposerLine`s. */
  lines?: ReactNode
  /** The editor. */
  children: ReactNode
  /** `AttachmentChip`s. */
  files?: ReactNode
  /** A `Notice` of shape box when sending failed: the text stays. */
  notice?: ReactNode
  /** The primary button (“Send, set Waiting”), then tools. */
  foot: ReactNode
  /** “Draft saved 11:06” */
  status?: ReactNode
  /** At the right end: discard. */
  end?: ReactNode
}

export function ComposerFrame({ label, kind, lines, children, files, notice, foot, status, end }: ComposerFrameProps) {
  return (
    <section className={css.composer} data-kind={kind} aria-label={label}>
      {lines}
      <div className={css.text}>{children}</div>
      {files && <div className={css.files}>{files}</div>}
      {notice && <div className={css.files}>{notice}</div>}
      <div className={css.foot}>
        {foot}
        <span className={css.space} />
        {status && (
          <span className={`cut ${css.status}`} aria-live="polite">
            {status}
          </span>
        )}
        {end}
      </div>
    </section>
  )
}
