/** All single keys, on `?`. */
import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import css from './KeySheet.module.css'

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const groups = [
    {
      name: t(($) => $.desk.keySheet.list),
      keys: [
        ['j', t(($) => $.desk.keySheet.down)],
        ['k', t(($) => $.desk.keySheet.up)],
        ['Enter', t(($) => $.desk.keySheet.open)],
        ['b', t(($) => $.desk.keySheet.background)],
        ['x', t(($) => $.desk.keySheet.select)],
        ['m', t(($) => $.desk.keySheet.take)],
        ['.', t(($) => $.desk.keySheet.news)],
        ['n', t(($) => $.desk.keySheet.newTicket)],
        ['Esc', t(($) => $.desk.keySheet.escape)],
      ],
    },
    {
      name: t(($) => $.desk.keySheet.ticket),
      keys: [
        ['r', t(($) => $.ticket.keys.reply)],
        ['a', t(($) => $.ticket.keys.all)],
        ['f', t(($) => $.ticket.keys.forward)],
        ['n', t(($) => $.ticket.keys.comment)],
        ['m', t(($) => $.ticket.keys.take)],
        ['o', t(($) => $.ticket.keys.owner)],
        ['s', t(($) => $.ticket.keys.state)],
        ['p', t(($) => $.ticket.keys.priority)],
        ['e', t(($) => $.ticket.keys.closeState)],
        ['q', t(($) => $.ticket.keys.closeTab)],
      ],
    },
    {
      name: t(($) => $.desk.keySheet.everywhere),
      keys: [
        ['/', t(($) => $.desk.keySheet.jump)],
        ['Ctrl K  ⌘ K', t(($) => $.desk.keySheet.palette)],
        ['?', t(($) => $.desk.keySheet.sheet)],
      ],
    },
  ] as const
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(($) => $.desk.keySheet.title)}
      size={760}
      closeButtonProps={{ 'aria-label': t(($) => $.common.close) }}
    >
      <p className="meta ink3">{t(($) => $.shell.keysHint)}</p>
      <div className={css.groups}>
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className={css.name}>{group.name}</h3>
            <dl className={css.keys}>
              {group.keys.map(([key, what]) => (
                <div key={key} className={css.key}>
                  <dt>
                    {key.split('  ').map((one) => (
                      <kbd key={one} className={css.cap}>
                        {one}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
