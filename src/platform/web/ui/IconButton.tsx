/** A button that is only an icon: it has a name, which its tooltip shows together with its key. */
import type { ComponentProps, ReactNode } from 'react'
import css from './IconButton.module.css'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  /** Its accessible name and tooltip. */
  label: string
  /** A Tabler icon of 16 px, or 14 px in rows and chips. */
  icon: ReactNode
  /** The single key that does the same, shown in the tooltip. */
  hint?: string | undefined
  /** Pressed or current: shown in the accent tint. Give it for toggles only. */
  on?: boolean | undefined
}

/** 24 px (36 px on phones); `on` makes it a toggle. */
export function IconButton({ label, icon, hint, on, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-keyshortcuts={hint}
      aria-pressed={on}
      data-tip={label}
      data-tip-key={hint}
      className={className ? `${css.button} ${className}` : css.button}
      {...rest}
    >
      {icon}
    </button>
  )
}
