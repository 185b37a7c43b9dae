/** A small exact number in a tile: quiet, or in the accent when it counts something new. */
import css from './Count.module.css'

export function Count({ children, fresh = false }: { children: string | number; fresh?: boolean }) {
  return (
    <b className={css.count} data-fresh={fresh || undefined}>
      {children}
    </b>
  )
}
