/** What the toolbar of a list offers beyond selecting; each comes with the dialog that it opens, loaded when it is. */
import {
  IconArrowBackUp,
  IconArrowMerge,
  IconDownload,
  IconBolt,
  IconEdit,
  IconLock,
  IconMailOff,
  IconTrash,
  IconUpload,
  IconUserOff,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import type { ListAction } from '#views/web/ListToolbar.tsx'
import type { View } from '#views/view.ts'
import type { ListSelection } from '#views/web/selection.ts'

const Edit = lazy(() => import('#runs/web/EditTicketsDialog.tsx').then((m) => ({ default: m.EditTicketsDialog })))
const Macro = lazy(() => import('#runs/web/MacroTicketsDialog.tsx').then((m) => ({ default: m.MacroTicketsDialog })))
const Reply = lazy(() => import('#app/web/reply/ReplyTicketsDialog.tsx').then((m) => ({ default: m.ReplyTicketsDialog })))
const Comment = lazy(() => import('#runs/web/CommentTicketsDialog.tsx').then((m) => ({ default: m.CommentTicketsDialog })))
const Export = lazy(() => import('#runs/web/ExportDialog.tsx').then((m) => ({ default: m.ExportDialog })))
const Merge = lazy(() => import('#runs/web/ManyDialogs.tsx').then((m) => ({ default: m.MergeSelectedDialog })))
const Delete = lazy(() => import('#runs/web/ManyDialogs.tsx').then((m) => ({ default: m.DeleteTicketsDialog })))
const Spam = lazy(() => import('#runs/web/ManyDialogs.tsx').then((m) => ({ default: m.MarkSpamDialog })))
const Restore = lazy(() => import('#runs/web/ManyDialogs.tsx').then((m) => ({ default: m.RestoreTicketsDialog })))
const Anonymise = lazy(() => import('#runs/web/AnonymiseTicketsDialog.tsx').then((m) => ({ default: m.AnonymiseTicketsDialog })))
const dialogsOf = {
  reply: Reply,
  comment: Comment,
  edit: Edit,
  macro: Macro,
  merge: Merge,
  delete: Delete,
  spam: Spam,
  restore: Restore,
  anonymise: Anonymise,
  export: Export,
}
type Key = keyof typeof dialogsOf

interface ListActions {
  /** Done to the selected tickets. */
  rows: readonly ListAction[]
  /** Done to the whole list, or to none. */
  list: readonly ListAction[]
  dialogs: ReactNode
}

/** In the bin one restores instead of deleting. */
export function useListActions({ key: viewKey }: Pick<View, 'key'>): ListActions {
  const { t } = useTranslation()
  const [open, setOpen] = useState<{ key: Key; selection: ListSelection }>()
  const inBin = viewKey === 'bin'
  const navigate = useNavigate()
  // Writing to many needs both: to write, and to do things to many.
  const mayComment = useMay('activities.comment')
  const { rows, list } = useMemo(() => {
    const action = (key: Key, rest: Omit<ListAction, 'key' | 'label' | 'onPress'>): ListAction => ({
      key,
      label: t(($) => $.runs.action[key]),
      onPress: (selection) => setOpen({ key, selection }),
      ...rest,
    })
    const some = (count: number) => count >= 1
    return {
      rows: inBin
        ? [action('restore', { icon: IconArrowBackUp, enabledAt: some, permission: 'tickets.delete' })]
        : [
            action('edit', { icon: IconEdit, enabledAt: some, permission: 'tickets.bulk_edit' }),
            action('macro', { icon: IconBolt, enabledAt: some, permission: 'tickets.bulk_edit' }),
            action('reply', { icon: IconArrowBackUp, enabledAt: some, permission: 'tickets.bulk_edit' }),
            ...(mayComment ? [action('comment', { icon: IconLock, enabledAt: some, permission: 'tickets.bulk_edit' })] : []),
            action('merge', { icon: IconArrowMerge, enabledAt: (count) => count >= 2, permission: 'tickets.merge' }),
            action('delete', { icon: IconTrash, enabledAt: some, permission: 'tickets.delete' }),
            action('spam', { icon: IconMailOff, enabledAt: some, permission: 'tickets.delete' }),
            action('anonymise', { icon: IconUserOff, enabledAt: some, permission: 'tickets.anonymise' }),
          ],
      list: [
        action('export', { icon: IconDownload, enabledAt: () => true, permission: 'tickets.export' }),
        {
          key: 'import',
          label: t(($) => $.transfer.action),
          icon: IconUpload,
          enabledAt: () => true,
          permission: 'tickets.import',
          onPress: () => void navigate({ to: '/tickets/import' }),
        } satisfies ListAction,
      ],
    }
  }, [t, inBin, navigate, mayComment])
  const Shown = open && dialogsOf[open.key]
  return {
    rows,
    list,
    dialogs: Shown && (
      <Suspense>
        <Shown selection={open.selection} onClose={() => setOpen(undefined)} />
      </Suspense>
    ),
  }
}
