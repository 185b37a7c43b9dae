/** The columns of the ticket list: which there are, and how each shows a row. */
import {
  IconAlertTriangle,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconAt,
  IconBeach,
  IconLock,
  IconPaperclip,
  IconStarFilled,
} from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { displayValue } from '#fields/displayValue.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { useValueWords } from '#fields/web/useValueWords.ts'
import { minutesIn } from '#tickets/duration.ts'
import type { Person } from '#people/user.ts'
import { useNameNow } from '#people/web/useNameNow.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import type { Column } from '#platform/web/ui/columns.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { TwoLines } from '#platform/web/ui/TwoLines.tsx'
import { SlaChip } from '#tickets/web/SlaChip.tsx'
import { StatusChip } from '#tickets/web/StatusChip.tsx'
import { columnKeys, type ColumnKey, type ListRow, type ShownColumn, type SortBy, sortKeys } from '#views/view.ts'
import css from './columns.module.css'

const arrows = { in: IconArrowDownLeft, out: IconArrowUpRight, internal: IconLock }

type FixedKey = (typeof columnKeys)[number]
const isFixed = (key: ColumnKey): key is FixedKey => columnKeys.some((one) => one === key)

/** What a list shows where its view says nothing. */
export const usualColumns: readonly ShownColumn[] = (
  ['priority', 'id', 'title', 'contact', 'user', 'category', 'state', 'statuses', 'sla', 'lastActivityAt'] as const
).map((key) => ({ key }))

/** What a column sorts by. */
export const sortOfColumn = (key: string): SortBy | undefined => {
  const by = key === 'sla' ? 'deadline' : key
  return isCustom(by) ? by : sortKeys.find((one) => one === by)
}
const isCustom = (key: string): key is `custom.${number}` => /^custom\.[1-9]\d*$/.test(key)
export const columnOfSort = (by: SortBy) => (by === 'deadline' ? 'sla' : by)

interface Shape {
  width: string
  narrow?: string
  phone?: NonNullable<Column<ListRow>['phone']>
  opens?: true
}
const shapes: Record<FixedKey, Shape> = {
  priority: { width: '30px', phone: 'lead' },
  id: { width: '74px' },
  title: { width: 'minmax(200px, 1fr)', narrow: 'minmax(180px, 1fr)', phone: 'title', opens: true },
  contact: { width: '170px', narrow: '150px', phone: 'sub' },
  account: { width: '150px' },
  user: { width: '128px', narrow: '50px', phone: 'subEnd' },
  category: { width: '104px', narrow: 'hidden' },
  state: { width: '98px' },
  statuses: { width: '116px', narrow: 'hidden' },
  sla: { width: '122px', narrow: '118px' },
  lastActivityAt: { width: '76px', narrow: '70px', phone: 'end' },
  createdAt: { width: '84px' },
  editedAt: { width: '84px' },
  closedAt: { width: '84px' },
  reopenAt: { width: '110px' },
  activityCount: { width: '84px' },
  attachmentCount: { width: '96px' },
  timeSpent: { width: '96px' },
  parent: { width: '80px' },
}

/** The columns that can be shown, with their names: the desk's own, then its custom fields. */
export function useColumnNames(): ReadonlyMap<ColumnKey, string> {
  const { t } = useTranslation()
  const fields = useCustomFields('ticket')
  return useMemo(
    () =>
      new Map<ColumnKey, string>([
        ...columnKeys.map((key) => [key, t(($) => $.views.column[key])] as const),
        ...fields.all.filter(({ removed }) => !removed).map(({ id, title }) => [`custom.${id}` as const, title] as const),
      ]),
    [t, fields],
  )
}

interface ColumnsOf {
  myId: number
  compact: boolean
  users: readonly Person[]
  /** Who is in the ticket at this moment. */
  present?: (ticketId: number) => ReactNode
}

/** The same array until the language, the reader, the height of rows or what is shown changes. `compact` rows have one line. */
export function useTicketColumns(shown: readonly ShownColumn[], { myId, compact, users, present }: ColumnsOf): readonly Column<ListRow>[] {
  const { t } = useTranslation()
  const fields = useCustomFields('ticket')
  const names = useColumnNames()
  const words = useValueWords(users)
  return useMemo(() => {
    const cells: Record<FixedKey, (row: ListRow) => ReactNode> = {
      priority: (row) => (
        <PriorityTiles
          priority={row.priority}
          label={t(($) => $.views.list.priorityOf, { priority: t(($) => $.ticket.priority[row.priority]) })}
        />
      ),
      id: (row) => <span className={css.number}>{row.id}</span>,
      title: (row) => <Title row={row} compact={compact} present={present?.(row.id)} />,
      contact: (row) => {
        const over = row.contact?.name ?? t(($) => $.views.list.noContact)
        const under = row.account?.name ?? t(($) => $.views.list.noAccount)
        return compact ? <span className="cut">{over}</span> : <TwoLines over={over} under={under} flat />
      },
      account: (row) => <span className={`cut ${css.category}`}>{row.account?.name}</span>,
      user: (row) => <Owner row={row} myId={myId} away={users.find(({ id }) => id === row.user?.id)?.awayUntil} />,
      category: (row) => <span className={`cut ${css.category}`}>{row.category.name}</span>,
      state: (row) => (
        <span className={css.state}>
          <StateTile state={row.state} />
          {t(($) => $.ticket.state[row.state])}
        </span>
      ),
      statuses: (row) => <Statuses statuses={row.statuses} />,
      sla: (row) => row.deadlineAt !== null && <SlaChip due={row} />,
      lastActivityAt: (row) => <Last row={row} />,
      createdAt: (row) => <At at={row.createdAt} />,
      editedAt: (row) => <At at={row.editedAt} />,
      closedAt: (row) => <At at={row.closedAt} />,
      reopenAt: (row) => <At at={row.reopenAt} />,
      activityCount: (row) => <span className={css.number}>{row.activityCount}</span>,
      attachmentCount: (row) => <span className={css.number}>{row.attachmentCount}</span>,
      timeSpent: (row) => <span className={css.number}>{row.timeSpent > 0 && minutesIn(row.timeSpent)}</span>,
      parent: (row) =>
        row.parentId !== null && (
          <Go href={`/tickets/${row.parentId}`} tabIndex={-1} className={css.number}>
            #{row.parentId}
          </Go>
        ),
    }
    return shown.flatMap(({ key, width }): Column<ListRow>[] => {
      const own = width === undefined ? {} : { width: `${width}px`, narrow: `${width}px` }
      const sortable = sortOfColumn(key) !== undefined
      if (isFixed(key)) {
        const { narrow, ...shape } = shapes[key]
        return [
          {
            key,
            // Tiles explain themselves.
            head: key === 'priority' ? '' : (names.get(key) ?? ''),
            cell: cells[key],
            ...shape,
            ...(narrow ? { narrow } : {}),
            ...own,
            sortable: sortable && key !== 'priority',
          },
        ]
      }
      const field = fields.byId.get(Number(key.slice('custom.'.length)))
      if (!field || field.removed) return []
      const cell = (row: ListRow) => {
        const text = displayValue(field, row.custom[field.id] ?? null, words)
        return (
          <span className={`cut ${css.category}`} title={text}>
            {text}
          </span>
        )
      }
      return [{ key, head: field.title, width: '120px', cell, ...own, sortable: field.sortable }]
    })
  }, [t, shown, names, fields, words, myId, compact, present, users])
}

function At({ at }: { at: string | null }) {
  return <span className={css.at}>{at !== null && <Time at={at} />}</span>
}

function Title({ row, compact, present }: { row: ListRow; compact: boolean; present: ReactNode }) {
  const { t } = useTranslation()
  const over = (
    <>
      {row.unread && <span className="sr">{t(($) => $.views.list.unread)}: </span>}
      {row.title}
    </>
  )
  const marks = (
    <>
      {row.undelivered && (
        <Mark name={t(($) => $.build.undelivered)} kind="bad">
          <IconAlertTriangle size={12} stroke={2} aria-hidden />
        </Mark>
      )}
      {row.starred && (
        <Mark name={t(($) => $.build.starred)}>
          <IconStarFilled size={12} aria-hidden />
        </Mark>
      )}
      {row.mentioned && (
        <Mark name={t(($) => $.build.mentioned)}>
          <IconAt size={12} stroke={2} aria-hidden />
        </Mark>
      )}
      {row.attachmentCount > 0 && (
        <Mark name={t(($) => $.views.list.attachments, { count: row.attachmentCount })}>
          <IconPaperclip size={12} stroke={2} aria-hidden />
        </Mark>
      )}
    </>
  )
  const snippet = row.hit
    ? row.hit.marked.map((piece, n) =>
        // Pieces of one text never change places.
        // oxlint-disable-next-line react/no-array-index-key
        piece.hit ? <mark key={n}>{piece.text}</mark> : piece.text,
      )
    : row.snippet
  if (compact)
    return (
      <span className={css.one}>
        <span className="cut list-title">{over}</span>
        {marks}
        <span className={`cut ${css.snippet}`}>{snippet}</span>
        {present}
      </span>
    )
  return (
    <span className={css.withPeople}>
      <TwoLines
        title
        over={over}
        under={
          <>
            {marks}
            {snippet || '\u00a0'}
          </>
        }
      />
      {present}
    </span>
  )
}

/** The first one, and how many more. */
function Statuses({ statuses: [first, ...others] }: { statuses: ListRow['statuses'] }) {
  if (!first) return null
  return (
    <span className={css.statuses} title={[first, ...others].map(({ title }) => title).join(', ')}>
      <StatusChip title={first.title} color={first.color} />
      {others.length > 0 && <span className="meta ink3 n">+{others.length}</span>}
    </span>
  )
}

/** Phones have no column for the clock: it stands before the owner. */
function Owner({ row, myId, away }: { row: ListRow; myId: number; away: string | null | undefined }) {
  const { t } = useTranslation()
  const { user } = row
  const nameNow = useNameNow()
  const name = user?.name ?? t(($) => $.common.nobody)
  const told = user ? nameNow({ name, awayUntil: away }) : name
  return (
    <span className={css.owner} title={told}>
      {row.deadlineAt !== null && (
        <span className={css.phoneClock}>
          <SlaChip due={row} />
        </span>
      )}
      <Avatar name={user?.name} kind={user === null ? 'nobody' : user.id === myId ? 'me' : 'user'} />
      <span className={`cut ${user ? css.name : css.nobody}`}>{name}</span>
      {away && (
        <>
          <IconBeach size={14} stroke={1.75} aria-hidden />
          <span className="sr">{told}</span>
        </>
      )}
    </span>
  )
}

function Last({ row: { lastDirection: direction, lastActivityAt } }: { row: ListRow }) {
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

function Mark({ name, kind, children }: { name: string; kind?: 'bad'; children: ReactNode }) {
  return (
    <span className={css.clip} data-kind={kind} title={name}>
      {children}
      <span className="sr">{name}</span>
    </span>
  )
}
