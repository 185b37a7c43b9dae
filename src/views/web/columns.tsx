/** The columns of the ticket list. */
import { IconArrowDownLeft, IconArrowUpRight, IconLock, IconPaperclip } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import type { Column } from '#platform/web/ui/columns.ts'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { TwoLines } from '#platform/web/ui/TwoLines.tsx'
import type { Row } from '#tickets/ticket.ts'
import { SlaChip } from '#tickets/web/SlaChip.tsx'
import { StatusChip } from '#tickets/web/StatusChip.tsx'
import css from './columns.module.css'

const arrows = { in: IconArrowDownLeft, out: IconArrowUpRight, internal: IconLock }

/** The same array until the language, the reader or the height of rows changes. `compact` rows have one line. */
export function useTicketColumns(myId: number, compact: boolean): readonly Column<Row>[] {
  const { t } = useTranslation()
  return useMemo(
    (): readonly Column<Row>[] => [
      {
        key: 'priority',
        head: '',
        width: '30px',
        phone: 'lead',
        cell: (row) => (
          <PriorityTiles
            priority={row.priority}
            label={t(($) => $.views.list.priorityOf, { priority: t(($) => $.ticket.priority[row.priority]) })}
          />
        ),
      },
      {
        key: 'id',
        head: t(($) => $.views.list.number),
        width: '68px',
        sortable: true,
        cell: (row) => <span className={css.number}>{row.id}</span>,
      },
      {
        key: 'title',
        head: t(($) => $.views.list.title),
        width: 'minmax(200px, 1fr)',
        narrow: 'minmax(180px, 1fr)',
        phone: 'title',
        opens: true,
        cell: (row) => <Title row={row} compact={compact} />,
      },
      {
        key: 'contact',
        head: t(($) => $.views.list.contact),
        width: '170px',
        narrow: '150px',
        phone: 'sub',
        cell: (row) => {
          const over = row.contact?.name ?? t(($) => $.views.list.noContact)
          const under = row.account?.name ?? t(($) => $.views.list.noAccount)
          return compact ? <span className="cut">{over}</span> : <TwoLines over={over} under={under} flat />
        },
      },
      {
        key: 'user',
        head: t(($) => $.views.list.owner),
        width: '128px',
        narrow: '50px',
        phone: 'subEnd',
        cell: (row) => <Owner row={row} myId={myId} />,
      },
      {
        key: 'category',
        head: t(($) => $.views.list.category),
        width: '104px',
        narrow: 'hidden',
        cell: (row) => <span className={`cut ${css.category}`}>{row.category.name}</span>,
      },
      {
        key: 'state',
        head: t(($) => $.views.list.state),
        width: '98px',
        cell: (row) => (
          <span className={css.state}>
            <StateTile state={row.state} />
            {t(($) => $.ticket.state[row.state])}
          </span>
        ),
      },
      {
        key: 'status',
        head: t(($) => $.views.list.status),
        width: '116px',
        narrow: 'hidden',
        cell: (row) => <Statuses statuses={row.statuses} />,
      },
      {
        key: 'sla',
        head: t(($) => $.views.list.sla),
        width: '122px',
        narrow: '118px',
        cell: (row) => row.deadlineAt !== null && <SlaChip due={row} />,
      },
      {
        key: 'lastActivityAt',
        head: t(($) => $.views.list.activity),
        width: '76px',
        narrow: '70px',
        phone: 'end',
        sortable: true,
        cell: (row) => <Last row={row} />,
      },
    ],
    [t, myId, compact],
  )
}

function Title({ row, compact }: { row: Row; compact: boolean }) {
  const { t } = useTranslation()
  const over = (
    <>
      {row.unread && <span className="sr">{t(($) => $.views.list.unread)}: </span>}
      {row.title}
    </>
  )
  const clip = row.attachmentCount > 0 && (
    <span className={css.clip} title={t(($) => $.views.list.attachments, { count: row.attachmentCount })}>
      <IconPaperclip size={12} stroke={2} aria-hidden />
      <span className="sr">{t(($) => $.views.list.attachments, { count: row.attachmentCount })}</span>
    </span>
  )
  if (compact)
    return (
      <span className={css.one}>
        <span className="cut list-title">{over}</span>
        {clip}
        <span className={`cut ${css.snippet}`}>{row.snippet}</span>
      </span>
    )
  return (
    <TwoLines
      title
      over={over}
      under={
        <>
          {clip}
          {row.snippet || '\u00a0'}
        </>
      }
    />
  )
}

/** The first one, and how many more. */
function Statuses({ statuses: [first, ...others] }: { statuses: Row['statuses'] }) {
  if (!first) return null
  return (
    <span className={css.statuses} title={[first, ...others].map(({ title }) => title).join(', ')}>
      <StatusChip title={first.title} color={first.color} />
      {others.length > 0 && <span className="meta ink3 n">+{others.length}</span>}
    </span>
  )
}

/** Phones have no column for the clock: it stands before the owner. */
function Owner({ row, myId }: { row: Row; myId: number }) {
  const { t } = useTranslation()
  const { user } = row
  const name = user?.name ?? t(($) => $.common.nobody)
  return (
    <span className={css.owner} title={name}>
      {row.deadlineAt !== null && (
        <span className={css.phoneClock}>
          <SlaChip due={row} />
        </span>
      )}
      <Avatar name={user?.name} kind={user === null ? 'nobody' : user.id === myId ? 'me' : 'user'} />
      <span className={`cut ${user ? css.name : css.nobody}`}>{name}</span>
    </span>
  )
}

function Last({ row: { lastDirection: direction, lastActivityAt } }: { row: Row }) {
  const { t } = useTranslation()
  const Arrow = direction && arrows[direction]
  return (
    <span className={css.last}>
      {Arrow && (
        <span title={t(($) => $.views.list.last[direction])}>
          <Arrow size={14} stroke={1.75} aria-hidden />
          <span className="sr">{t(($) => $.views.list.last[direction])}</span>
        </span>
      )}
      <Time at={lastActivityAt} />
    </span>
  )
}
