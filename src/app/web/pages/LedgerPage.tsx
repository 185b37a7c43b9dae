/** Manage, mail ledger. */
import { Ledger } from '#channels/email/web/Ledger.tsx'
import { ManageFrame } from './ManageFrame.tsx'

export function LedgerPage() {
  return (
    <ManageFrame>
      <Ledger />
    </ManageFrame>
  )
}
