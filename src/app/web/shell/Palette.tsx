/** The palette: one line to type into, and everything that it could mean – a ticket’s number, an address, an open ticket, a view, a page, an action. */
import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBolt, IconMail, IconSearch, IconSettings, IconTicket, IconUsers } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hrefOf, managePages } from '#admin/web/pages.ts'
import { findContacts } from '#crm/api.ts'
import { macrosHere } from '#macros/web/offeredMacros.ts'
import { type ActionKey, actionKeys, actionOf, keyOfAction } from '#platform/actions.ts'
import { offeredNow, useChosenKeys } from '#platform/web/keys.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { useKeyNames } from '#platform/web/useKeyNames.ts'
import { useMay, useMe } from '#people/web/session.ts'
import { ViewIcon } from '#views/web/icons.tsx'
import { hrefOfView, useViews } from '#views/web/useViews.ts'
import '#app/web/manageWords.ts'
import { useOpenTabs } from '#app/web/openTabs.ts'
import { found, type Goal, ticketNumber } from './palette.ts'
import css from './Palette.module.css'

/** `typedAhead`: what was typed before its line was there. */
export function Palette({ typedAhead, onClose }: { typedAhead: () => string; onClose: () => void }) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const goals = found(useGoals(words), words)
  const chosen = Math.min(at, Math.max(0, goals.length - 1))

  const run = (goal: Goal<ReactNode> | undefined) => {
    if (!goal?.run) return
    onClose()
    // What it does finds the page as it was, with the palette gone.
    setTimeout(goal.run)
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
            onFocus={() => {
              const early = typedAhead()
              if (early !== '') setWords((held) => held + early)
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
              aria-disabled={goal.run === undefined || undefined}
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

function useGoals(words: string): Goal<ReactNode>[] {
  const { t } = useTranslation()
  const router = useRouter()
  const me = useMe()
  const { open } = useOpenTabs()
  const { sidebar } = useViews()
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
  const go = (href: string) => () => router.history.push(href)
  const number = ticketNumber(words)
  const group = { views: t(($) => $.desk.views), tickets: t(($) => $.desk.openTickets), manage: t(($) => $.desk.manage) }
  const actions = useActionGoals()
  const people = usePeople(words)
  const macros = useMacroGoals()

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
  for (const { id, name, email } of people)
    goals.push({
      key: `contact${id}`,
      name: email ? `${name} · ${email}` : name,
      group: t(($) => $.crm.contacts),
      icon: <IconUsers {...icon} />,
      run: go(`/contacts/${id}`),
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
  goals.push(...macros, ...actions.possible)
  for (const page of managePages(me.permissions))
    goals.push({
      key: page.key,
      name: t(($) => $.manage.page[page.key]),
      group: group.manage,
      icon: <IconSettings {...icon} />,
      run: go(hrefOf(page)),
    })
  // What is not possible here is found by its name alone.
  if (words.trim() !== '') goals.push(...actions.elsewhere)
  return goals
}

/** Every action with its key: those of the page that the palette lies over, and by name those that belong elsewhere. */
function useActionGoals() {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const chosen = useChosenKeys()
  const nameOf = useKeyNames()
  // As it is when the palette opens: a moment later the page is covered.
  const [offered] = useState(offeredNow)
  const goal = (action: ActionKey, run: (() => void) | undefined): Goal<ReactNode> => {
    const key = keyOfAction(action, chosen)
    const { scope } = actionOf(action)
    return {
      key: `action-${action}`,
      name: t(($) => $.action[action]),
      group: run || scope === 'everywhere' ? t(($) => $.desk.actions) : t(($) => $.actionPlace[scope]),
      icon: <IconBolt size={16} stroke={1.75} aria-hidden />,
      run,
      ...(key === null ? {} : { hint: nameOf(key) }),
    }
  }
  const may = (action: ActionKey) => {
    const { permission } = actionOf(action)
    return permission === undefined || permissions.includes(permission)
  }
  const here = new Map(offered.map(({ action, run }) => [action, run]))
  const shown = actionKeys.filter((action) => action !== 'palette' && may(action))
  return {
    possible: shown.flatMap((action) => {
      const run = here.get(action)
      return run ? [goal(action, () => run())] : []
    }),
    elsewhere: shown.flatMap((action) => (here.has(action) ? [] : [goal(action, undefined)])),
  }
}

/** The Macros of the ticket that the palette lies over. */
function useMacroGoals(): Goal<ReactNode>[] {
  const { t } = useTranslation()
  const [here] = useState(macrosHere)
  return here.map(({ id, name, run }) => ({
    key: `macro${id}`,
    name,
    group: t(($) => $.macro.one),
    icon: <IconBolt size={16} stroke={1.75} aria-hidden />,
    run,
  }))
}

/** Contacts whose address is being typed. */
function usePeople(words: string) {
  const may = useMay('contacts.read')
  const [q] = useDebouncedValue(words.trim(), 120)
  const { data } = useEndpoint(findContacts, { q, limit: 5 }, { enabled: may && q.includes('@') && q.length > 2 })
  return words.includes('@') ? (data?.contacts ?? []).slice(0, 5).map(({ id, name, emails }) => ({ id, name, email: emails[0] })) : []
}
