/** A ticket's priority: one, two or three filled tiles. Never a colour. */
import css from './PriorityTiles.module.css'

const filled = { low: 1, medium: 2, high: 3 }

/** `label` is its accessible name (“High priority”); leave it out where the word stands beside it. */
export function PriorityTiles({ priority, label }: { priority: 'low' | 'medium' | 'high'; label?: string | undefined }) {
  return (
    <span className={css.tiles} {...(label ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true })}>
      {[1, 2, 3].map((nth) => (
        <i key={nth} data-filled={nth <= filled[priority] || undefined} />
      ))}
    </span>
  )
}
