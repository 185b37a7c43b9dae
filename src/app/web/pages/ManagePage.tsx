/** Manage as the desk opens it: its frame, with its words. */
import '#app/web/manageWords.ts'
import { ManageFrame } from '#admin/web/ManageFrame.tsx'

export function ManagePage() {
  return <ManageFrame />
}
