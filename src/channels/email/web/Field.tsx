/** One line of a form under Manage. */
import { type ReactNode, useId } from 'react'
import css from './manage.module.css'

/** A label, its control, what is said about it and what is wrong with it. */
export function Field(given: { label: string; about?: string; error?: string | undefined; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className={css.field}>
      <label htmlFor={id}>{given.label}</label>
      <div>
        {given.children(id)}
        {given.about && <p className={css.about}>{given.about}</p>}
        {given.error && (
          <p className={css.error} role="alert">
            {given.error}
          </p>
        )}
      </div>
    </div>
  )
}
