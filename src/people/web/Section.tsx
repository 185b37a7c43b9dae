/** A part of the account page: its name and hint at the left, its controls at the right. */
import { type ReactNode, useId } from 'react'
import css from './Section.module.css'

export function Section({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <div className={css.name}>
        <h2 id={id}>{name}</h2>
        {hint && <p>{hint}</p>}
      </div>
      <div className={css.body}>{children}</div>
    </section>
  )
}
