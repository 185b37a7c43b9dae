/** The ways out of a ticket, of which this desk offers some: a new one by a press, answers to the newest message behind the arrow. */
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconArrowBackUpDouble, IconArrowForwardUp, IconChevronDown, IconMail } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listSenders } from '#activities/api.ts'
import { type Feed, lastMessage } from '#activities/web/feed.ts'
import { keyOfFeed } from '#activities/web/useFeed.ts'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { MenuButton, type MenuEntry } from '#platform/web/ui/MenuButton.tsx'
import css from './OutgoingButton.module.css'
import type { Beginning } from './useComposing.ts'

const kinds = [
  { kind: 'reply', Icon: IconArrowBackUp },
  { kind: 'all', Icon: IconArrowBackUpDouble },
  { kind: 'forward', Icon: IconArrowForwardUp },
] as const
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** Nothing where there is no way out for this User: no Email queue of their Right. */
export function OutgoingButton({ ticketId, onBegin }: { ticketId: number; onBegin: (kind: Beginning) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const may = useMay('tickets.update')
  const keys = { reply: useKeyName('ticketReply'), all: useKeyName('ticketReplyAll'), forward: useKeyName('ticketForward') }
  const queues = useEndpoint(listSenders, {}, { enabled: may }).data?.queues ?? []
  const ways: MenuEntry[] =
    may && queues.length > 0
      ? [{ key: 'email', label: t(($) => $.activity.action.email), icon: <IconMail {...icon} />, onPick: () => onBegin('new') }]
      : []
  const [first] = ways
  if (!first) return null
  const answers: MenuEntry[] = lastMessage(queries.getQueryData<Feed>(keyOfFeed(ticketId)))
    ? kinds.map(({ kind, Icon }) => {
        const hint = keys[kind]
        const label = t(($) => $.activity.action[kind])
        return { key: kind, label, icon: <Icon {...icon} />, ...(hint === undefined ? {} : { hint }), onPick: () => onBegin(kind) }
      })
    : []
  const groups = [ways.length > 1 ? ways : [], answers].filter((group) => group.length > 0)
  const label = t(($) => $.ticket.outgoing)
  return (
    <span className={css.split}>
      <Button leftSection={first.icon} onClick={first.onPick}>
        {first.label}
      </Button>
      {groups.length > 0 && (
        <MenuButton label={label} groups={groups}>
          {(opener) => (
            <Button aria-label={label} className={css.arrow} {...opener}>
              <IconChevronDown {...icon} />
            </Button>
          )}
        </MenuButton>
      )}
    </span>
  )
}
