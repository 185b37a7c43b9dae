/** Asks before a page with unsaved changes is left, inside the product and when the tab is closed. */
import { useBlocker } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#platform/web/ui/Dialog.tsx'

/** `leaving` says that the page moves on by itself, because what was typed is saved. */
export function AskBeforeLeaving({ unsaved, leaving }: { unsaved: boolean; leaving: RefObject<boolean> }) {
  const { t } = useTranslation()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && !leaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  })
  return (
    <Dialog
      open={blocker.status === 'blocked'}
      title={t(($) => $.manage.editor.leaveTitle)}
      confirm={t(($) => $.manage.editor.leave)}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      <p>{t(($) => $.manage.editor.leaveBody)}</p>
    </Dialog>
  )
}
