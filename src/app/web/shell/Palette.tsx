/** The palette: one line to type into, and everything that it could mean – a ticket's number, an open ticket, a view, a page, an action. */
import { Modal, useMantineColorScheme } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconMail,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSettings,
  IconSun,
  IconTicket,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hrefOf, managePages } from '#admin/web/pages.ts'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { useMe } from '#people/web/session.ts'
import { ViewIcon } from '#views/web/icons.tsx'
import { hrefOfView, useViews } from '#views/web/useViews.ts'
import '#app/web/manageWords.ts'
import { useOpenTabs } from '#app/web/openTabs.ts'
import { found, type Goal, ticketNumber } from './palette.ts'
import css from './Palette.module.css'

export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const goals = found(useGoals(words, onKeys), words)
  const chosen = Math.min(at, Math.max(0, goals.length - 1))

  const run = (goal: Goal<ReactNode> | undefined) => {
    if (!goal) return
    onClose()
    goal.run()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((chosen + 1) % Math.max(1, goals.length))
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + goals.length) % Math.max(1, goals.length))
    else if (event.key === 'Enter') run(goals[chosen])
    else return
    event.preventDefault()
  }

  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="12vh" centered={false} padding={0}>
      <Modal.Overlay />
      <Modal.Content aria-label={t(($) => $.desk.jump)}>
        <div className={css.line}>
          <IconSearch size={16} stroke={1.75} aria-hidden />
          <input
            className={css.input}
            role="combobox"
            aria-expanded={goals.length > 0}
            aria-controls={list}
            aria-activedescendant={goals[chosen] ? `${list}-${goals[chosen].key}` : undefined}
            aria-label={t(($) => $.desk.jump)}
            placeholder={t(($) => $.desk.jumpHint)}
            value={words}
            onChange={(event) => {
              setWords(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={press}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
          />
        </div>
        {goals.length === 0 && <p className={css.nothing}>{t(($) => $.desk.jumpNothing)}</p>}
        <div role="listbox" id={list} aria-label={t(($) => $.desk.jump)} className={css.list}>
          {goals.map((goal, n) => (
            <div
              key={goal.key}
              id={`${list}-${goal.key}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === chosen}
              className={css.goal}
              ref={(element) => {
                if (n === chosen) element?.scrollIntoView({ block: 'nearest' })
              }}
              onPointerMove={() => setAt(n)}
              onClick={() => run(goal)}
              onKeyDown={press}
            >
              {goal.icon}
              <span className="cut">{goal.name}</span>
              <span className={css.group}>{goal.group}</span>
              {goal.hint && <KeyHint>{goal.hint}</KeyHint>}
            </div>
          ))}
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}

function useGoals(words: string, onKeys: () => void): Goal<ReactNode>[] {
  const { t } = useTranslation()
  const router = useRouter()
  const me = useMe()
  const { open } = useOpenTabs()
  const { sidebar } = useViews()
  const { setColorScheme } = useMantineColorScheme()
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
  const go = (href: string) => () => router.history.push(href)
  const number = ticketNumber(words)
  const group = {
    views: t(($) => $.desk.views),
    actions: t(($) => $.desk.actions),
    tickets: t(($) => $.desk.openTickets),
    manage: t(($) => $.desk.manage),
  }

  const goals: Goal<ReactNode>[] = []
  if (number !== undefined)
    goals.push({
      key: 'number',
      name: t(($) => $.desk.goToTicket, { id: number }),
      group: '',
      icon: <IconTicket {...icon} />,
      run: go(`/tickets/${number}`),
      always: true,
    })
  for (const tab of open)
    goals.push({
      key: `tab${tab.id}`,
      name: `#${tab.id} ${tab.title}`,
      group: group.tickets,
      icon: <IconMail {...icon} />,
      run: go(`/tickets/${tab.id}`),
    })
  for (const view of sidebar?.views.values() ?? [])
    goals.push({
      key: `view-${view.id}`,
      name: view.name,
      group: group.views,
      icon: <ViewIcon name={view.icon} />,
      run: go(hrefOfView(view.id)),
    })
  if (me.permissions.includes('tickets.create'))
    goals.push({
      key: 'new',
      name: t(($) => $.desk.newTicket),
      group: group.actions,
      icon: <IconPlus {...icon} />,
      run: go('/tickets/new'),
      hint: 'n',
    })
  if (me.permissions.includes('contacts.read'))
    goals.push({
      key: 'contacts',
      name: t(($) => $.crm.contacts),
      group: group.views,
      icon: <IconUsers {...icon} />,
      run: go('/contacts'),
      hint: 'c',
    })
  if (me.permissions.includes('accounts.read'))
    goals.push({ key: 'accounts', name: t(($) => $.crm.accounts), group: group.views, icon: <IconUsers {...icon} />, run: go('/accounts') })
  for (const page of managePages(me.permissions))
    goals.push({
      key: page.key,
      name: t(($) => $.manage.page[page.key]),
      group: group.manage,
      icon: <IconSettings {...icon} />,
      run: go(hrefOf(page)),
    })
  goals.push(
    { key: 'account', name: t(($) => $.desk.account), group: group.actions, icon: <IconUser {...icon} />, run: go('/account') },
    {
      key: 'light',
      name: t(($) => $.desk.themeLight),
      group: group.actions,
      icon: <IconSun {...icon} />,
      run: () => setColorScheme('light'),
    },
    {
      key: 'dark',
      name: t(($) => $.desk.themeDark),
      group: group.actions,
      icon: <IconMoon {...icon} />,
      run: () => setColorScheme('dark'),
    },
    {
      key: 'auto',
      name: t(($) => $.desk.themeAuto),
      group: group.actions,
      icon: <IconDeviceDesktop {...icon} />,
      run: () => setColorScheme('auto'),
    },
    { key: 'keys', name: t(($) => $.desk.keys), group: group.actions, icon: <IconKeyboard {...icon} />, run: onKeys, hint: '?' },
  )
  return goals
}
