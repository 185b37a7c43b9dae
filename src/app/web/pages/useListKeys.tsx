/** The keys of a list that change and answer: on the selected rows, else on the row of the cursor. Each of them has its entry in the row’s menu too. */
import { IconArrowBackUp, IconArrowBackUpDouble, IconArrowsSort, IconCircleCheck, IconProgress, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '#people/user.ts'
import { useMay, useMe } from '#people/web/session.ts'
import { useActions } from '#platform/web/keys.ts'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import type { MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import { PriorityTiles } from '#platform/web/ui/PriorityTiles.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { priorities, states } from '#tickets/ticket.ts'
import type { ListRow } from '#views/view.ts'
import type { ListSelection } from '#views/web/selection.ts'
import { openTab } from '#app/web/openTabs.ts'
import { LastChange, RefusedAtRow } from './LastChange.tsx'
import { type Choice, RowPicker } from './RowPicker.tsx'
import { beginOn } from './useComposing.ts'
import { fewRows, type QuickChange, type Targets, useQuickChanges } from './useQuickChanges.ts'

interface Given {
  patch: (id: number, change: Partial<ListRow>) => void
  row: (id: number) => ListRow | undefined
  cursor: ListRow | undefined
  selection: ListSelection
  users: readonly Person[]
  /** The rows lie in the bin, or a ticket lies over them and has the keys. */
  resting: boolean
}

/** What a row’s menu does. */
type Deed = 'take' | 'owner' | 'state' | 'priority' | 'close' | 'reply' | 'all'

type Picking = { field: QuickChange['field']; targets: Targets; at: number }

export function useListKeys({ patch, row, cursor, selection, users, resting }: Given) {
  const me = useMe()
  const navigate = useNavigate()
  const quick = useQuickChanges(patch)
  const [picking, setPicking] = useState<Picking>()

  const targets = (): Targets | undefined => {
    if (selection.count === 0) return cursor && { rows: [cursor] }
    const ids = 'ids' in selection.rows ? selection.rows.ids : undefined
    const rows = ids?.flatMap((id) => row(id) ?? [])
    return rows && rows.length === ids?.length && rows.length <= fewRows ? { rows } : { many: selection }
  }
  const first = (of: Targets) => ('rows' in of ? (of.rows.find(({ id }) => id === cursor?.id) ?? of.rows[0]) : cursor)
  const pick = (field: QuickChange['field'], of = targets()) => {
    if (of) setPicking({ field, targets: of, at: first(of)?.id ?? 0 })
  }
  const close = (of = targets()) => of && quick.change(of, { field: 'state', to: 'closed' })
  const reply = (kind: 'reply' | 'all', to = cursor) => {
    if (!to) return
    beginOn(to.id, kind)
    openTab(to)
    void navigate({ to: '/tickets/$id', params: { id: to.id } })
  }
  const any = selection.count > 0 || cursor !== undefined
  const when = (possible: boolean, run: () => void) => (possible && !resting ? run : undefined)
  useActions({
    listOwner: when(any, () => pick('userId')),
    listState: when(any, () => pick('state')),
    listPriority: when(any, () => pick('priority')),
    listClose: when(any, () => close()),
    listTake: when(any, () => {
      const of = targets()
      if (of) quick.take(of)
    }),
    listUndo: when(quick.undoes, quick.undo),
    listReply: when(cursor !== undefined, () => reply('reply')),
    listReplyAll: when(cursor !== undefined, () => reply('all')),
  })

  const latest = useRef<Record<Deed, (of: ListRow) => void>>(undefined)
  useLayoutEffect(() => {
    latest.current = {
      take: (of) => quick.take({ rows: [of] }),
      owner: (of) => pick('userId', { rows: [of] }),
      state: (of) => pick('state', { rows: [of] }),
      priority: (of) => pick('priority', { rows: [of] }),
      close: (of) => close({ rows: [of] }),
      reply: (of) => reply('reply', of),
      all: (of) => reply('all', of),
    }
  })
  /** The same function for as long as the list is there: its rows are drawn with it. */
  const act = useCallback((deed: Deed, of: ListRow) => latest.current?.[deed](of), [])

  const node = (
    <>
      {picking && (
        <Picker
          picking={picking}
          users={users}
          mine={me.id}
          onPick={(change) => quick.change(picking.targets, change)}
          onClose={() => setPicking(undefined)}
        />
      )}
      {quick.refused && <RefusedAtRow key={quick.refused.id} refused={quick.refused} onDismiss={quick.dismissRefused} />}
      <LastChange told={quick.told} onUndo={quick.undo} onDismiss={quick.dismiss} />
    </>
  )
  return {
    act,
    node,
    /** Escape dismisses first what stands at a row. */
    refused: quick.refused !== undefined,
    dismissRefused: quick.dismissRefused,
  }
}

/** The entries of a row’s menu that do what the keys do, for that row alone. */
export function useRowEntries(act: (deed: Deed, of: ListRow) => void) {
  const { t } = useTranslation()
  const mayChange = useMay('tickets.update')
  const owner = useKeyName('listOwner')
  const state = useKeyName('listState')
  const priority = useKeyName('listPriority')
  const close = useKeyName('listClose')
  const answer = useKeyName('listReply')
  const all = useKeyName('listReplyAll')
  return useCallback(
    (of: ListRow): MenuEntry[] => {
      const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
      const entry = (key: Deed, label: string, picture: ReactNode, hint: string | undefined): MenuEntry => ({
        key,
        label,
        icon: picture,
        onPick: () => act(key, of),
        ...(hint ? { hint } : {}),
      })
      if (!mayChange || of.inBin) return []
      return [
        entry(
          'owner',
          t(($) => $.action.listOwner),
          <IconUser {...icon} />,
          owner,
        ),
        entry(
          'state',
          t(($) => $.action.listState),
          <IconProgress {...icon} />,
          state,
        ),
        entry(
          'priority',
          t(($) => $.action.listPriority),
          <IconArrowsSort {...icon} />,
          priority,
        ),
        entry(
          'close',
          t(($) => $.action.listClose),
          <IconCircleCheck {...icon} />,
          close,
        ),
        entry(
          'reply',
          t(($) => $.action.listReply),
          <IconArrowBackUp {...icon} />,
          answer,
        ),
        entry(
          'all',
          t(($) => $.action.listReplyAll),
          <IconArrowBackUpDouble {...icon} />,
          all,
        ),
      ]
    },
    [act, t, mayChange, owner, state, priority, close, answer, all],
  )
}

interface PickerProps {
  picking: Picking
  users: readonly Person[]
  mine: number
  onPick: (change: QuickChange) => void
  onClose: () => void
}

function Picker({ picking: { field, targets, at }, users, mine, onPick, onClose }: PickerProps) {
  const { t } = useTranslation()
  const rows = 'rows' in targets ? targets.rows : []
  const only = rows.length === 1 ? rows[0] : undefined
  const what = only
    ? t(($) => $.quick.one, { id: only.id })
    : t(($) => $.quick.many, { count: 'many' in targets ? targets.many.count : rows.length })
  const choices = (): Choice<QuickChange>[] => {
    if (field === 'state')
      return states.map((to) => ({ key: to, label: t(($) => $.ticket.state[to]), icon: <StateTile state={to} />, value: { field, to } }))
    if (field === 'priority')
      return priorities.map((to) => ({
        key: to,
        label: t(($) => $.ticket.priority[to]),
        icon: <PriorityTiles priority={to} />,
        value: { field, to },
      }))
    const people = users.filter(({ active }) => active).toSorted((a, b) => Number(b.id === mine) - Number(a.id === mine))
    return [
      ...people.map(({ id, name }) => ({
        key: String(id),
        label: id === mine ? t(($) => $.common.me, { name }) : name,
        icon: <Avatar name={name} kind={id === mine ? 'me' : 'user'} />,
        value: { field, to: { id, name } },
      })),
      { key: 'nobody', label: t(($) => $.common.nobody), icon: <Avatar name="" kind="nobody" />, value: { field, to: null } },
    ]
  }
  const now = only && (field === 'userId' ? String(only.user?.id ?? 'nobody') : only[field])
  const word = field === 'userId' ? 'owner' : field
  return (
    <RowPicker
      key={`${field} ${at}`}
      label={t(($) => $.quick[word], { what })}
      rowId={at}
      choices={choices()}
      current={now}
      // A ticket without a User is most often one’s own next one.
      first={now === 'nobody' ? String(mine) : now}
      onPick={onPick}
      onClose={onClose}
    />
  )
}
