/** Who: people of the desk are squares, customers circles, nobody a dashed square; one's own is filled. */
import { IconEye, IconPencil } from '@tabler/icons-react'
import css from './Avatar.module.css'

export interface AvatarProps {
  /** The person's name; the initials follow from it. Not used for nobody. */
  name?: string | undefined
  kind?: 'user' | 'me' | 'customer' | 'nobody'
  /** 20, 24 or 28 px. */
  size?: 's' | 'm' | 'l'
  /** What they do at this moment: a small eye or pencil. */
  doing?: 'views' | 'replies' | undefined
  /** Accessible name; leave it out where the name stands beside it. */
  label?: string | undefined
}

const letters = (word: string | undefined) => word?.match(/[\p{L}\p{N}]/gu) ?? []

/** “Ing. Radek Souček” → RS, “Dev Team” → DT, “Prince” → PR; titles with a full stop do not count. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word))
  const names = words.filter((word) => !word.endsWith('.'))
  const use = names.length > 0 ? names : words
  const picked = use.length > 1 ? [letters(use[0])[0], letters(use.at(-1))[0]] : letters(use[0]).slice(0, 2)
  return picked.join('').toLocaleUpperCase()
}

export function Avatar({ name = '', kind = 'user', size = 's', doing, label }: AvatarProps) {
  return (
    <span
      className={css.avatar}
      data-kind={kind}
      data-size={size}
      data-doing={doing}
      {...(label ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true })}
    >
      {kind === 'nobody' ? null : initials(name)}
      {doing && (
        <span className={css.doing}>
          {doing === 'views' ? <IconEye size={11} stroke={2} aria-hidden /> : <IconPencil size={11} stroke={2} aria-hidden />}
        </span>
      )}
    </span>
  )
}
