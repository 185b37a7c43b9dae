/** Colleagues to be named, under what is being typed; chosen by arrows and Enter, or pressed. */
import { useTranslation } from 'react-i18next'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import css from './mentions.module.css'
import type { Mentioning } from './useMentions.ts'

export function MentionList({ mentioning }: { mentioning: Mentioning }) {
  const { t } = useTranslation()
  const { id, offered, at, choose } = mentioning
  if (offered.length === 0) return null
  return (
    <div id={id} role="listbox" aria-label={t(($) => $.activity.mention)} className={css.list}>
      {offered.map((person, n) => (
        // The keys of the text choose; a press must not take the focus from it.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={person.id}
          id={`${id}-${person.id}`}
          role="option"
          tabIndex={-1}
          aria-selected={n === at}
          className={css.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(person)}
        >
          <Avatar name={person.name} /> {person.name}
        </div>
      ))}
    </div>
  )
}
