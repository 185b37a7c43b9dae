/** A group of fields under its name. */
import { type ReactNode, useId } from 'react'
import css from './FormSection.module.css'

/** `name` may be left out for the first group, which needs none. */
export function FormSection({ name, children }: { name?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={name ? id : undefined}>
      {name && (
        <h3 className={css.name} id={id}>
          {name}
        </h3>
      )}
      {children}
    </section>
  )
}
