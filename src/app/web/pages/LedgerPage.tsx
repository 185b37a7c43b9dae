/** Manage, mail ledger. */
import { Ledger } from '#channels/email/web/Ledger.tsx'

export function LedgerPage() {
  return <Ledger />
}
