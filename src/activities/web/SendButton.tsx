/** Send, or send and set the state: the last choice of each category is the button, the others wait behind its arrow. */
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { useKept } from '#platform/web/kept.ts'
import type { State } from '#tickets/ticket.ts'
import css from './composer.module.css'

const choices = ['none', 'waiting', 'closed', 'open'] as const
type Choice = (typeof choices)[number]

interface Props {
  id: string
  categoryId: number
  sending: boolean
  onSend: (state?: State) => void
}

export function SendButton({ id, categoryId, sending, onSend }: Props) {
  const { t } = useTranslation()
  const [choice, setChoice] = useKept(`send:${categoryId}`, z.enum(choices), 'waiting')
  const said = (of: Choice) =>
    of === 'none' ? t(($) => $.activity.compose.send) : t(($) => $.activity.compose.sendAnd, { state: t(($) => $.ticket.state[of]) })
  const send = (of: Choice) => onSend(of === 'none' ? undefined : of)
  return (
    <span className={css.split}>
      <Button
        id={id}
        variant="filled"
        loading={sending}
        aria-keyshortcuts="Control+Enter"
        leftSection={<IconSend size={16} stroke={1.75} aria-hidden />}
        onClick={() => send(choice)}
      >
        {said(choice)}
      </Button>
      <Menu position="top-end" withinPortal={false}>
        <Menu.Target>
          <Button variant="filled" disabled={sending} aria-label={t(($) => $.activity.compose.sendOptions)}>
            <IconChevronDown size={16} stroke={1.75} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map((of) => (
            <Menu.Item
              key={of}
              onClick={() => {
                setChoice(of)
                send(of)
              }}
            >
              {said(of)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  )
}
