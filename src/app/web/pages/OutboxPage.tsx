/** Manage, Outbox. */
import { Outbox } from '#channels/email/web/Outbox.tsx'
import { ManageFrame } from './ManageFrame.tsx'

export function OutboxPage() {
  return (
    <ManageFrame>
      <Outbox />
    </ManageFrame>
  )
}
