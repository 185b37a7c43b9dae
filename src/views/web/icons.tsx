/** The icons of views: those that a desk opens with at once, the others when the first view wears one. */
import {
  IconAlertTriangle,
  IconAt,
  IconCalendarDue,
  IconCircleCheck,
  IconFolder,
  IconFolderOpen,
  IconList,
  IconMailOff,
  IconPlayerPause,
  IconSquare,
  IconStack2,
  IconStar,
  type TablerIcon,
  IconTrash,
  IconUser,
  IconUserQuestion,
} from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import type { ViewIcon as Name } from '#views/view.ts'

const later = ['inbox', 'flag', 'bolt', 'bug', 'receipt', 'truck', 'phone', 'building', 'heart', 'shield', 'tag'] as const
export type LaterIcon = (typeof later)[number]

const atOnce: Record<Exclude<Name, LaterIcon>, TablerIcon> = {
  list: IconList,
  user: IconUser,
  'user-question': IconUserQuestion,
  open: IconSquare,
  waiting: IconPlayerPause,
  closed: IconCircleCheck,
  clock: IconCalendarDue,
  alert: IconAlertTriangle,
  'mail-off': IconMailOff,
  at: IconAt,
  star: IconStar,
  stack: IconStack2,
  bin: IconTrash,
  folder: IconFolder,
}
const More = lazy(async () => ({ default: (await import('./moreIcons.tsx')).MoreIcon }))
const size = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
const isLater = (name: Name): name is LaterIcon => later.some((one) => one === name)

export function ViewIcon({ name }: { name: Name }) {
  if (isLater(name))
    return (
      <Suspense fallback={<IconList {...size} />}>
        <More name={name} {...size} />
      </Suspense>
    )
  const Icon = atOnce[name]
  return <Icon {...size} />
}

export const FolderIcon = ({ open = false }: { open?: boolean }) => (open ? <IconFolderOpen {...size} /> : <IconFolder {...size} />)
