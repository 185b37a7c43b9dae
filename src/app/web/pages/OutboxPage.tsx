/** Manage, Outbox. */
import { Outbox } from '#channels/email/web/Outbox.tsx'

export function OutboxPage() {
  return <Outbox />
}
