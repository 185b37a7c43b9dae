/** The head of an open ticket: title, number, state, when it was created and whose it is; Save changes and Close. */
import { Button } from '@mantine/core'
import { IconArrowLeft, IconCheck, IconCopy, IconDeviceFloppy, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import type { MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import type { Ticket } from '#tickets/ticket.ts'
import { copyText } from './copyText.ts'
import { DeadlineChip } from './DeadlineChip.tsx'
import { StatusChip } from './StatusChip.tsx'
import { TicketMenu } from './TicketMenu.tsx'
import css from './TicketHeader.module.css'

interface Props {
  ticket: Ticket
  /** The title as it is being edited. */
  title: string
  userId: number
  edited: number
  saving: boolean
  /** It lies in the bin: nothing of it can be changed. */
  readOnly: boolean
  onSave: () => void
  /** Without it there is nothing to close here: what lies around has its own way. */
  onClose?: (() => void) | undefined
  /** On phones: to the list, the ticket stays open. */
  onBack: () => void
  /** Stands before the buttons. */
  timer?: ReactNode
  /** Who else is here. */
  present?: ReactNode
  onMerged: (survivor: Ticket) => void
  onDeleted: () => void
  /** Further entries of the menu. */
  more: readonly MenuEntry[]
}

export function TicketHeader({
  ticket,
  title,
  userId,
  edited,
  saving,
  readOnly,
  onSave,
  onClose,
  onBack,
  timer,
  present,
  onMerged,
  onDeleted,
  more,
}: Props) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const closeKey = useKeyName('closeTab')
  const copy = () => {
    copyText(new URL(`/tickets/${ticket.id}`, window.location.href).href)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <header className={css.head}>
      <div className={css.line}>
        <span className={css.back}>
          <IconButton label={t(($) => $.ticket.back)} icon={<IconArrowLeft size={16} stroke={1.75} aria-hidden />} onClick={onBack} />
        </span>
        <h1 className={`cut ${css.title}`}>{title}</h1>
        <span className={css.actions}>
          {timer}
          {!readOnly && (
            <Button
              variant={edited > 0 ? 'filled' : 'default'}
              disabled={edited === 0}
              loading={saving}
              aria-label={edited > 0 ? t(($) => $.ticket.saveCount, { count: edited }) : t(($) => $.ticket.save)}
              onClick={onSave}
            >
              <IconDeviceFloppy size={16} stroke={1.75} aria-hidden />
              <span className={css.word}>{t(($) => $.ticket.save)}</span>
              {edited > 0 && <span className="n">{edited}</span>}
            </Button>
          )}
          {onClose && (
            <Button
              className={css.close}
              leftSection={<IconX size={16} stroke={1.75} aria-hidden />}
              aria-keyshortcuts={closeKey}
              onClick={onClose}
            >
              {t(($) => $.ticket.close)}
            </Button>
          )}
          <TicketMenu ticket={ticket} onMerged={onMerged} onDeleted={onDeleted} more={more} />
        </span>
      </div>
      <div className={css.facts}>
        <button type="button" className={css.number} onClick={copy} aria-label={t(($) => $.ticket.copyLink, { id: ticket.id })}>
          <span className="n">#{ticket.id}</span>
          {copied ? <IconCheck size={14} stroke={2} aria-hidden /> : <IconCopy size={14} stroke={2} aria-hidden />}
        </button>
        <span className="sr" aria-live="polite">
          {copied && t(($) => $.ticket.linkCopied)}
        </span>
        <span className={css.fact}>
          <StateTile state={ticket.state} /> {t(($) => $.ticket.state[ticket.state])}
        </span>
        {ticket.statuses.map((status) => (
          <StatusChip key={status.id} title={status.title} color={status.color} />
        ))}
        {ticket.parent && (
          <span className={`${css.fact} ${css.wide}`}>
            <span className="ink3">{t(($) => $.ticket.field.parentId)}</span>
            <Go className="link n" href={`/tickets/${ticket.parent.id}`} title={ticket.parent.title}>
              #{ticket.parent.id}
            </Go>
          </span>
        )}
        {ticket.followUpOf !== null && (
          <span className={css.fact}>
            <span className="ink3">{t(($) => $.ticket.followUpOf)}</span>
            <Go className="link n" href={`/tickets/${ticket.followUpOf}`}>
              #{ticket.followUpOf}
            </Go>
          </span>
        )}
        {ticket.followUps.length > 0 && (
          <span className={css.fact}>
            <span className="ink3">{t(($) => $.ticket.followUps)}</span>
            {ticket.followUps.map((id) => (
              <Go key={id} className="link n" href={`/tickets/${id}`}>
                #{id}
              </Go>
            ))}
          </span>
        )}
        <span className={`${css.fact} ${css.wide}`}>
          <span className="ink3">{t(($) => $.ticket.field.created)}</span> <Time at={ticket.createdAt} as="full" />
        </span>
        <span className={css.fact}>
          <span className={`ink3 ${css.wide}`}>{t(($) => $.ticket.owner)}</span>
          <Avatar
            name={ticket.user?.name}
            kind={ticket.user === null ? 'nobody' : ticket.user.id === userId ? 'me' : 'user'}
            label={ticket.user?.name ?? t(($) => $.ticket.nobody)}
          />
          <span className={css.wide}>{ticket.user?.name ?? t(($) => $.ticket.nobody)}</span>
        </span>
        <span className={`${css.fact} ${css.wider}`}>
          <span className="ink3">{t(($) => $.ticket.field.categoryId)}</span> {ticket.category.name}
        </span>
        {present}
        {(ticket.deadlineAt !== null || ticket.clockWarning !== null) && (
          <span className={css.clock}>
            <DeadlineChip ticket={ticket} full />
          </span>
        )}
      </div>
    </header>
  )
}
