/** Editors & Viewers: who else is in a ticket, whoever changes something first. */
import { useTranslation } from 'react-i18next'
import { listUsers } from '#people/api.ts'
import type { Present } from '#platform/live.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './PresentPeople.module.css'
import { usePresent } from './present.ts'

interface Props {
  ticketId: number
  /** In a row of a list there is little room, and no voice. */
  row?: boolean
}

export function PresentPeople({ ticketId, row = false }: Props) {
  const people = usePresent(ticketId)
  if (people.length === 0 && row) return null
  return <Shown people={people} row={row} />
}

function Shown({ people, row }: { people: readonly Present[]; row: boolean }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { users = [] } = useEndpoint(listUsers, {}).data ?? {}
  const most = row ? 2 : 4
  const nameOf = ({ user }: Present) => users.find(({ id }) => id === user)?.name ?? t(($) => $.presence.someone)
  const said = (one: Present) => {
    const name = nameOf(one)
    const [first = 'viewing', ...more] = one.does.some((doing) => doing !== 'viewing')
      ? one.does.filter((doing) => doing !== 'viewing')
      : one.does
    const what = more.reduce<string>(
      (all, doing) => t(($) => $.presence.and, { what: all, more: t(($) => $.presence.also[doing]) }),
      t(($) => $.presence[first], { name }),
    )
    return t(($) => $.presence.since, { what, time: when.clock(new Date(one.since)) })
  }
  const editing = people.filter(({ does }) => does.some((doing) => doing !== 'viewing'))
  return (
    <span
      className={css.people}
      data-row={row || undefined}
      {...(people.length > 0 && { role: 'group', 'aria-label': t(($) => $.presence.label) })}
    >
      {people.slice(0, most).map((one) => (
        <Avatar
          key={one.user}
          name={nameOf(one)}
          size={row ? 's' : 'm'}
          doing={editing.includes(one) ? 'replies' : 'views'}
          label={said(one)}
        />
      ))}
      {people.length > most && (
        <span className={css.more} title={people.slice(most).map(said).join('\n')}>
          +{people.length - most}
          <span className="sr">{t(($) => $.presence.many, { count: people.length - most })}</span>
        </span>
      )}
      {!row && (
        <span className="sr" role="status">
          {editing
            .map((one) => t(($) => $.presence[one.does.find((doing) => doing !== 'viewing') ?? 'viewing'], { name: nameOf(one) }))
            .join('. ')}
        </span>
      )}
    </span>
  )
}
