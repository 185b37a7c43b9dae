/** What an editor has to say about saving: it is done, it was refused, someone else was faster, unsaved changes are back. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CallProblem } from '#platform/web/call.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'

interface FormNoticesProps {
  form: { error: CallProblem | null; saved: boolean; backFrom: Date | undefined; discard: () => void; changed: readonly string[] }
  onTheirs: () => void
  onMine: () => void
}

export function FormNotices({ form, onTheirs, onMine }: FormNoticesProps) {
  const { t } = useTranslation()
  const when = useWhen()
  const { error, backFrom } = form
  if (error?.kind === 'conflict') {
    const { who, at } = error.problems[0]?.details ?? {}
    const time = typeof at === 'string' ? when.full(at) : ''
    return (
      <Notice
        kind="warning"
        action={
          <>
            <Button onClick={onTheirs}>{t(($) => $.manage.editor.loadTheirs)}</Button>
            <Button onClick={onMine}>{t(($) => $.manage.editor.keepMine)}</Button>
          </>
        }
      >
        {typeof who === 'string'
          ? t(($) => $.manage.editor.conflict, { who, when: time })
          : t(($) => $.manage.editor.conflictDesk, { when: time })}
      </Notice>
    )
  }
  if (error)
    return (
      <Notice kind="error">
        {error.problems.length > 0 ? t(($) => $.manage.editor.someWrong) : t(($) => $.manage.editor.notSaved, { reason: error.message })}
      </Notice>
    )
  if (backFrom && form.changed.length > 0)
    return (
      <Notice action={<Button onClick={form.discard}>{t(($) => $.manage.editor.discard)}</Button>}>
        {t(($) => $.manage.editor.back, { when: when.full(backFrom) })}
      </Notice>
    )
  return form.saved && form.changed.length === 0 ? <Notice kind="done">{t(($) => $.manage.editor.saved)}</Notice> : null
}
