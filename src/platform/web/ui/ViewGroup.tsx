/** A named group of view rows in the sidebar. */
import { type ReactNode, useId } from 'react'
import css from './ViewGroup.module.css'

/** Children are `ViewRow`s. */
export function ViewGroup({ name, children }: { name: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 className={css.name} id={id}>
        {name}
      </h2>
      <ul>{children}</ul>
    </section>
  )
}
