/** A ticket's state as a tile: full Open, half Waiting, checked Closed, dashed Archived. Neutral, whatever the state. */
import css from './StateTile.module.css'

/** `label` is its accessible name; leave it out where the word stands beside it. */
export function StateTile({ state, label }: { state: 'open' | 'waiting' | 'closed' | 'archived'; label?: string | undefined }) {
  return (
    <span
      className={css.tile}
      data-state={state}
      {...(label ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true })}
    />
  )
}
