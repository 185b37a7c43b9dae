/** The handle by which a row is moved: dragged, or by the arrow keys while it has the focus. */
import { IconGripVertical } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import css from './list.module.css'

export interface HandleProps {
  onUp: () => void
  onDown: () => void
  onGrab: () => void
}

export function Handle({ label, onUp, onDown, onGrab }: HandleProps & { label: string }) {
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp') onUp()
    else if (event.key === 'ArrowDown') onDown()
    else return
    event.preventDefault()
  }
  return (
    <button type="button" className={css.handle} aria-label={label} data-tip={label} onKeyDown={press} onPointerDown={onGrab}>
      <IconGripVertical size={16} stroke={1.75} aria-hidden />
    </button>
  )
}
