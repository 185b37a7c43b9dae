/** Deletes a thing that is not used anywhere; where it is used, says where, with links. */
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AnyThing } from '#platform/thing.ts'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { isUses, UseList } from './UsedIn.tsx'

interface DeleteProps {
  door: AnyThing['doors']['remove']
  id: number
  title: string
  onClose: () => void
  onDeleted: () => void
}

export function DeleteDialog({ door, id, title, onClose, onDeleted }: DeleteProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const remove = useCommand(door, {
    onSuccess: () => {
      onDeleted()
      void queries.invalidateQueries()
    },
  })
  const refused = remove.error instanceof CallProblem ? remove.error : undefined
  const uses: unknown = refused?.problems.find((one) => one.code === 'in_use')?.details?.['uses']
  if (isUses(uses))
    return (
      <Dialog open title={t(($) => $.manage.editor.removeTitle, { title })} onClose={onClose}>
        <p>{t(($) => $.manage.editor.inUse, { title })}</p>
        <UseList uses={uses} />
      </Dialog>
    )
  return (
    <Dialog
      open
      danger
      title={t(($) => $.manage.editor.removeTitle, { title })}
      confirm={t(($) => $.manage.editor.remove)}
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    >
      <p>{t(($) => $.manage.editor.removeBody)}</p>
      {refused && (
        <Notice kind="error" shape="box">
          {refused.message}
        </Notice>
      )}
    </Dialog>
  )
}
