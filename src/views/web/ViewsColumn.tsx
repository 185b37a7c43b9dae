/** The sidebar of the list: the opening views with their exact counts. */
import { IconCircleCheck, IconPlayerPause, IconSquare, IconStack2, IconUser, IconUserQuestion, type TablerIcon } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ViewGroup } from '#platform/web/ui/ViewGroup.tsx'
import { ViewRow } from '#platform/web/ui/ViewRow.tsx'
import { ViewsSidebar } from '#platform/web/ui/ViewsSidebar.tsx'
import { openingViews, type ViewKey } from '#views/view.ts'

const icons: Record<ViewKey, TablerIcon> = {
  mine: IconUser,
  unassigned: IconUserQuestion,
  open: IconSquare,
  waiting: IconPlayerPause,
  recently_closed: IconCircleCheck,
  all: IconStack2,
}

interface ViewsColumnProps {
  current: ViewKey
  counts: ReadonlyMap<ViewKey, number> | undefined
  sidebar: { open: boolean; narrow: boolean; setOpen: (open: boolean) => void }
}

/** On narrow screens it lies over the list and closes as a view is chosen. */
export function ViewsColumn({ current, counts, sidebar }: ViewsColumnProps) {
  const { t } = useTranslation()
  return (
    <ViewsSidebar title={t(($) => $.views.tickets)} open={sidebar.open} narrow={sidebar.narrow} onClose={() => sidebar.setOpen(false)}>
      <ViewGroup name={t(($) => $.views.teamViews)}>
        {openingViews.map((view) => {
          const Icon = icons[view]
          return (
            <ViewRow
              key={view}
              href={`/tickets?view=${view}`}
              icon={<Icon size={16} stroke={1.75} aria-hidden />}
              name={t(($) => $.views.names[view])}
              count={counts?.get(view)}
              current={view === current}
              onPress={() => sidebar.narrow && sidebar.setOpen(false)}
            />
          )
        })}
      </ViewGroup>
    </ViewsSidebar>
  )
}
