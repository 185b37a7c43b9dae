/** The question before a tab with unsaved changes is closed. */
import { useTranslation } from 'react-i18next'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import type { OpenTab } from '#app/web/openTabs.ts'

/** What was typed is kept in this browser; still, nobody closes it by accident. */
export function AskBeforeClosing({ tab, onAnswer }: { tab: OpenTab; onAnswer: (yes: boolean) => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      title={t(($) => $.desk.unsavedTitle, { id: tab.id })}
      confirm={t(($) => $.desk.unsavedClose)}
      onConfirm={() => onAnswer(true)}
      onClose={() => onAnswer(false)}
    >
      <p>{t(($) => $.desk.unsavedBody, { title: tab.title })}</p>
    </Dialog>
  )
}
