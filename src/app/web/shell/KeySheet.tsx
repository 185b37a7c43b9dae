/** All single keys, on `?`. */
import { useTranslation } from 'react-i18next'
import { type ShortcutGroup, ShortcutSheet } from '#platform/web/ui/ShortcutSheet.tsx'

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const groups: ShortcutGroup[] = [
    {
      name: t(($) => $.desk.keySheet.list),
      keys: [
        { keys: ['j'], does: t(($) => $.desk.keySheet.down) },
        { keys: ['k'], does: t(($) => $.desk.keySheet.up) },
        { keys: ['Enter'], does: t(($) => $.desk.keySheet.open) },
        { keys: ['Space'], does: t(($) => $.desk.keySheet.peek) },
        { keys: ['b'], does: t(($) => $.desk.keySheet.background) },
        { keys: ['f'], does: t(($) => $.desk.keySheet.filter) },
        { keys: ['x'], does: t(($) => $.desk.keySheet.select) },
        { keys: ['m'], does: t(($) => $.desk.keySheet.take) },
        { keys: ['.'], does: t(($) => $.desk.keySheet.news) },
        { keys: ['n'], does: t(($) => $.desk.keySheet.newTicket) },
        { keys: ['Esc'], does: t(($) => $.desk.keySheet.escape) },
      ],
    },
    {
      name: t(($) => $.desk.keySheet.ticket),
      keys: [
        { keys: ['r'], does: t(($) => $.ticket.keys.reply) },
        { keys: ['a'], does: t(($) => $.ticket.keys.all) },
        { keys: ['f'], does: t(($) => $.ticket.keys.forward) },
        { keys: ['n'], does: t(($) => $.ticket.keys.comment) },
        { keys: ['m'], does: t(($) => $.ticket.keys.take) },
        { keys: ['o'], does: t(($) => $.ticket.keys.owner) },
        { keys: ['s'], does: t(($) => $.ticket.keys.state) },
        { keys: ['p'], does: t(($) => $.ticket.keys.priority) },
        { keys: ['e'], does: t(($) => $.ticket.keys.closeState) },
        { keys: ['q'], does: t(($) => $.ticket.keys.closeTab) },
        { keys: ['↑', '↓'], does: t(($) => $.history.keys.step) },
        { keys: ['Esc'], does: t(($) => $.history.keys.reset) },
      ],
    },
    {
      name: t(($) => $.desk.keySheet.everywhere),
      keys: [
        { keys: ['/'], does: t(($) => $.desk.keySheet.jump) },
        { keys: ['Shift T'], does: t(($) => $.desk.reopenTab) },
        { keys: ['c'], does: t(($) => $.crm.contacts) },
        { keys: ['Ctrl K', '⌘ K'], does: t(($) => $.desk.keySheet.palette) },
        { keys: ['?'], does: t(($) => $.desk.keySheet.sheet) },
      ],
    },
  ]
  return <ShortcutSheet open onClose={onClose} groups={groups} />
}
