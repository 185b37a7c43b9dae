/** The key that does the same as the control it stands in or beside. */
import css from './KeyHint.module.css'

/** Hidden from screen readers (the key belongs into the control's `aria-keyshortcuts`) and on touch screens. */
export function KeyHint({ children }: { children: string }) {
  return (
    <kbd className={css.key} aria-hidden>
      {children}
    </kbd>
  )
}
