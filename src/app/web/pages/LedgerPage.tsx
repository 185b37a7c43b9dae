/** The mail ledger. */
export function LedgerPage() {
  return <main />
}
