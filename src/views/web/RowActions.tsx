/** The icons over the end of a row's title: TicketPeek, open behind, take, star, more. */
import { IconAppWindow, IconDots, IconEye, IconHandGrab, IconLink, IconStar, IconStarFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { MenuButton, type MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import { copyText } from '#tickets/web/copyText.ts'
import type { ListRow } from '#views/view.ts'

interface RowActionsProps {
  row: ListRow
  onPeek: (row: ListRow) => void
  /** Somebody is about to peek. */
  onNear: (row: ListRow) => void
  onBehind: (row: ListRow) => void
  onTake: (row: ListRow) => void
  onStar: (row: ListRow) => void
  /** Further entries of the row’s menu. */
  more: (row: ListRow) => readonly MenuEntry[]
}

export function RowActions({ row, onPeek, onNear, onBehind, onTake, onStar, more }: RowActionsProps) {
  const { t } = useTranslation()
  const [peekKey, behindKey, takeKey] = [useKeyName('listPeek'), useKeyName('listBehind'), useKeyName('listTake')]
  const Star = row.starred ? IconStarFilled : IconStar
  const entries = more(row)
  const takeable = row.user === null && (row.state === 'open' || row.state === 'waiting')
  return (
    <>
      <IconButton
        label={t(($) => $.views.list.peek)}
        hint={peekKey}
        icon={<IconEye size={14} stroke={1.75} />}
        tabIndex={-1}
        onPointerEnter={() => onNear(row)}
        onClick={() => onPeek(row)}
      />
      <IconButton
        label={t(($) => $.views.list.openInTab)}
        hint={behindKey}
        icon={<IconAppWindow size={14} stroke={1.75} />}
        tabIndex={-1}
        onClick={() => onBehind(row)}
      />
      {takeable && (
        <IconButton
          label={t(($) => $.ticket.take)}
          hint={takeKey}
          icon={<IconHandGrab size={14} stroke={1.75} />}
          tabIndex={-1}
          onClick={() => onTake(row)}
        />
      )}
      <IconButton
        label={row.starred ? t(($) => $.build.unstar) : t(($) => $.build.star)}
        icon={<Star size={14} stroke={1.75} />}
        tabIndex={-1}
        onClick={() => onStar(row)}
      />
      <MenuButton
        label={t(($) => $.build.moreOf, { id: row.id })}
        groups={[
          ...(entries.length > 0 ? [entries] : []),
          [
            {
              key: 'copy',
              label: t(($) => $.build.copyLink),
              icon: <IconLink size={16} stroke={1.75} />,
              onPick: () => copyText(`${window.location.origin}/tickets/${row.id}`),
            },
          ],
        ]}
      >
        {(opener) => <IconButton label={t(($) => $.common.more)} icon={<IconDots size={14} stroke={1.75} />} tabIndex={-1} {...opener} />}
      </MenuButton>
    </>
  )
}
