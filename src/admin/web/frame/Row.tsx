/** One line of an editor: what it is called, what is said about it, its control and what is wrong with it. */
import { type ReactNode, useId } from 'react'
import css from './editor.module.css'

interface RowProps {
  label: string
  about?: string | undefined
  error?: string | undefined
  /** With the id of the control; where the control is a group, it is labelled by `labelId` and described by `describedBy`. */
  children: (given: { id: string; labelId: string; describedBy: string }) => ReactNode
  /** The control is a group of several: its name is no `<label>` of one. */
  group?: boolean
}

export function Row({ label, about, error, children, group = false }: RowProps) {
  const id = useId()
  const labelId = `${id}-label`
  const describedBy = `${id}-about`
  return (
    <div className={css.row} data-wrong={error ? true : undefined}>
      <div>
        {group ? (
          <span className={css.label} id={labelId}>
            {label}
          </span>
        ) : (
          <label className={css.label} id={labelId} htmlFor={id}>
            {label}
          </label>
        )}
        {about && <p className={css.about}>{about}</p>}
      </div>
      <div className={css.control}>
        {children({ id, labelId, describedBy })}
        {error && (
          <p className={css.error} id={describedBy} role="alert">
            {error}
          </p>
        )}
      </div>
    </div>
  )
}

/** Rows that belong together, under their name. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}
