/** Send, or send and set the state: the last choice of each category is the button; the others, a later time and undo wait behind its arrow. */
import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown, IconClock, IconSend } from '@tabler/icons-react'
import { use, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreference } from '#people/web/usePreferences.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { MomentInput } from '#platform/web/ui/MomentInput.tsx'
import { useWhen, ZoneContext } from '#platform/web/useWhen.ts'
import type { State } from '#tickets/ticket.ts'
import css from './composer.module.css'
import { quickMoments, undoChoices } from './sendTimes.ts'

const choices = ['none', 'waiting', 'closed', 'open'] as const
type Choice = (typeof choices)[number]

interface Props {
  id: string
  categoryId: number
  sending: boolean
  /** The server's clock less this browser's: what is sent later goes by the former. */
  ahead: number
  /** The send gate has shown what came. */
  anyway: boolean
  /** `leavesAt`: at that time instead of now. */
  onSend: (wanted: { setState?: State; leavesAt?: string }) => void
}

export function SendButton({ id, categoryId, sending, ahead, anyway, onSend }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const zone = use(ZoneContext)
  const [states, setStates] = usePreference('sendStates')
  const [seconds, setSeconds] = usePreference('undoSendSeconds')
  const choice: Choice = states[categoryId] ?? 'waiting'
  const [choosing, setChoosing] = useState<string | null>()
  const [openedAt, setOpenedAt] = useState(() => Date.now() + ahead)
  const said = (of: Choice) =>
    of === 'none' ? t(($) => $.activity.compose.send) : t(($) => $.activity.compose.sendAnd, { state: t(($) => $.ticket.state[of]) })
  const send = (of: Choice, leavesAt?: string) =>
    onSend({ ...(of === 'none' ? {} : { setState: of }), ...(leavesAt === undefined ? {} : { leavesAt }) })
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
        {anyway ? t(($) => $.activity.gate.anyway) : said(choice)}
      </Button>
      <Menu position="top-start" withinPortal={false} onOpen={() => setOpenedAt(Date.now() + ahead)}>
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
                if (of !== choice) setStates({ ...states, [categoryId]: of }).catch(() => undefined)
                send(of)
              }}
            >
              {said(of)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>{t(($) => $.activity.later.title)}</Menu.Label>
          <Clocks ahead={ahead} at={openedAt} />
          {quickMoments(openedAt, zone).map(({ key, at }) => (
            <Menu.Item key={key} leftSection={<IconClock size={14} stroke={1.75} aria-hidden />} onClick={() => send(choice, at)}>
              {t(($) => $.activity.later[key])} <span className="ink3 n">{when.soon(at)}</span>
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconClock size={14} stroke={1.75} aria-hidden />} onClick={() => setChoosing(null)}>
            {t(($) => $.activity.later.choose)}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t(($) => $.activity.later.undo)}</Menu.Label>
          <Menu.RadioGroup
            value={String(seconds)}
            onChange={(of) => void setSeconds(undoChoices.find((one) => String(one) === of) ?? 10).catch(() => undefined)}
          >
            {undoChoices.map((of) => (
              <Menu.RadioItem key={of} value={String(of)} checkIcon={<IconCheck size={14} stroke={1.75} aria-hidden />}>
                {of === 0 ? t(($) => $.activity.later.off) : t(($) => $.activity.later.seconds, { count: of })}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
      <MomentDialog
        ahead={ahead}
        open={choosing !== undefined}
        value={choosing ?? null}
        onChange={setChoosing}
        onClose={() => setChoosing(undefined)}
        onChosen={(at) => {
          setChoosing(undefined)
          send(choice, at)
        }}
      />
    </span>
  )
}

interface MomentProps {
  ahead: number
  open: boolean
  value: string | null
  onChange: (at: string | null) => void
  onChosen: (at: string) => void
  onClose: () => void
}

/** Asks for the time at which a message leaves, in the zone of who writes. */
export function MomentDialog({ ahead, open, value, onChange, onChosen, onClose }: MomentProps) {
  const { t } = useTranslation()
  const [begun] = useState(Date.now)
  const now = begun + ahead
  const past = value !== null && Date.parse(value) <= now
  return (
    <Dialog
      open={open}
      title={t(($) => $.activity.later.title)}
      confirm={t(($) => $.activity.later.schedule)}
      onConfirm={() => value !== null && !past && onChosen(value)}
      onClose={onClose}
    >
      <MomentInput
        label={t(($) => $.activity.later.at)}
        value={value}
        onChange={onChange}
        error={past ? t(($) => $.activity.later.past) : undefined}
        data-autofocus
      />
      <Clocks ahead={ahead} at={now} />
    </Dialog>
  )
}

/** Less is the way of an answer through the network. */
const noticeable = 60_000

/** Both clocks, where they differ: times are the desk's. `at` is the desk's time. */
function Clocks({ ahead, at }: { ahead: number; at: number }) {
  const { t } = useTranslation()
  const when = useWhen()
  if (Math.abs(ahead) < noticeable) return null
  return (
    <p className={css.clocks}>
      {t(($) => $.activity.later.clocks, { desk: when.full(new Date(at)), here: when.full(new Date(at - ahead)) })}
    </p>
  )
}
