/** TicketPeek: the open ticket in a panel over the list; the list stays as it is, and its keys move what is shown. */
import { Button } from '@mantine/core'
import { IconAppWindow, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { LoadedTicket } from './TicketPage.tsx'
import css from './TicketPeek.module.css'

interface Props {
  id: number
  /** Its place in the list from 0; -1 if it does not stand there. */
  place: number
  total: number | undefined
  /** The ticket at a place of the list. */
  neighbour: (place: number) => number | undefined
  onShow: (id: number) => void
  onClose: () => void
}

export function TicketPeek({ id, place, total, neighbour, onShow, onClose }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const router = useRouter()
  const previous = place > 0 ? neighbour(place - 1) : undefined
  const next = place < 0 ? undefined : neighbour(place + 1)
  const icon = { size: 16, stroke: 1.75 } as const
  const [upKey, downKey, leaveKey] = [useKeyName('listUp'), useKeyName('listDown'), useKeyName('ticketEscape')]
  return (
    <aside className={css.peek} aria-label={t(($) => $.views.list.peekTitle)}>
      <div className={css.bar}>
        <span className={css.name}>{t(($) => $.views.list.peekTitle)}</span>
        {place >= 0 && total !== undefined && (
          <span className="n">{t(($) => $.views.list.peekPlace, { place: when.count(place + 1), total: when.count(total) })}</span>
        )}
        <IconButton
          label={t(($) => $.views.list.peekPrevious)}
          hint={upKey}
          icon={<IconChevronUp {...icon} />}
          disabled={previous === undefined}
          onClick={() => previous !== undefined && onShow(previous)}
        />
        <IconButton
          label={t(($) => $.views.list.peekNext)}
          hint={downKey}
          icon={<IconChevronDown {...icon} />}
          disabled={next === undefined}
          onClick={() => next !== undefined && onShow(next)}
        />
        <span className={css.end}>
          <Button
            variant="subtle"
            leftSection={<IconAppWindow {...icon} aria-hidden />}
            onClick={() => router.history.push(`/tickets/${id}`)}
          >
            {t(($) => $.views.list.peekTab)}
          </Button>
          <IconButton label={t(($) => $.views.list.peekClose)} hint={leaveKey} icon={<IconX {...icon} />} onClick={onClose} />
        </span>
      </div>
      <LoadedTicket key={id} id={id} peek={{ onClose, onShow }} />
    </aside>
  )
}
