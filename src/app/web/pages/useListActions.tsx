/** What the toolbar of a list offers beyond selecting; each comes with the dialog that it opens. */
import type { ReactNode } from 'react'
import type { ListAction } from '#views/web/ListToolbar.tsx'

interface ListActions {
  /** Done to the selected tickets. */
  rows: readonly ListAction[]
  /** Done to the whole list, or to none. */
  list: readonly ListAction[]
  dialogs: ReactNode
}

const none: ListActions = { rows: [], list: [], dialogs: null }

export const useListActions = (): ListActions => none
