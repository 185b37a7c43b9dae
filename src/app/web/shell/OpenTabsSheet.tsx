/** On phones: the open tabs as a sheet from below. */
import { Drawer } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { useOpenTabs } from '#app/web/openTabs.ts'
import { AskBeforeClosing } from './AskBeforeClosing.tsx'
import { useCloseTab } from './DeskTabs.tsx'
import css from './OpenTabsSheet.module.css'

export function OpenTabsSheet({ onClose }: { onClose: () => void }) {
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
