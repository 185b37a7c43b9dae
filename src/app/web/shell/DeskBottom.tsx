/** On phones: tickets, open tabs, search and oneself, within reach of the thumb. */
import { Drawer } from '@mantine/core'
import { IconAppWindow, IconSearch, IconSettings, IconTicket, IconUser, IconX } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BottomBar } from '#platform/web/ui/BottomBar.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { useMe } from '#people/web/session.ts'
import { useOpenTabs } from '#app/web/openTabs.ts'
import css from './DeskBottom.module.css'
import { AskBeforeClosing, useCloseTab } from './DeskTabs.tsx'
import { useListHref } from './listHref.ts'
import { manageHref } from './manage.ts'

export function DeskBottom({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useLocation()
  const list = useListHref()
  const manage = manageHref(me.permissions)
  const [showing, setShowing] = useState(false)
  const icon = { size: 20, stroke: 1.6, 'aria-hidden': true } as const
  return (
    <>
      <BottomBar
        items={[
          { key: 'tickets', label: t(($) => $.desk.tickets), icon: <IconTicket {...icon} />, href: list, current: pathname === '/tickets' },
          { key: 'tabs', label: t(($) => $.desk.openTabs), icon: <IconAppWindow {...icon} />, onPress: () => setShowing(true) },
          { key: 'search', label: t(($) => $.desk.search), icon: <IconSearch {...icon} />, onPress: onSearch },
          ...(manage
            ? [
                {
                  key: 'manage',
                  label: t(($) => $.desk.manage),
                  icon: <IconSettings {...icon} />,
                  href: manage,
                  current: pathname.startsWith('/manage'),
                },
              ]
            : []),
          { key: 'me', label: t(($) => $.desk.me), icon: <IconUser {...icon} />, href: '/account', current: pathname === '/account' },
        ]}
      />
      {showing && <OpenTabs onClose={() => setShowing(false)} />}
    </>
  )
}

function OpenTabs({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { open } = useOpenTabs()
  const { close, asking, answer } = useCloseTab()
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t(($) => $.desk.openTabs)}
      closeButtonProps={{ 'aria-label': t(($) => $.common.close) }}
    >
      {open.length === 0 && <p className="ink3">{t(($) => $.desk.noTabs)}</p>}
      <ul>
        {open.map((tab) => (
          <li key={tab.id} className={css.tab}>
            <Go href={`/tickets/${tab.id}`} onClick={onClose} className={css.link} data-unread={tab.unread || undefined}>
              <span className={css.number}>#{tab.id}</span>
              <span className="cut">{tab.title}</span>
              {tab.unread && <span className="sr">{t(($) => $.shell.unread)}</span>}
              {tab.unsaved > 0 && <span className={css.unsaved}>{t(($) => $.shell.unsaved)}</span>}
            </Go>
            <IconButton
              label={t(($) => $.shell.closeTab, { title: `#${tab.id} ${tab.title}` })}
              icon={<IconX size={16} stroke={1.75} />}
              onClick={() => close(tab.id)}
            />
          </li>
        ))}
      </ul>
      {asking && <AskBeforeClosing tab={asking} onAnswer={answer} />}
    </Drawer>
  )
}
