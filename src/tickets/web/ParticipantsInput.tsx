/** The addresses on the ticket's mails: added by typing or pasting, removed one by one; a long list is folded. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { normaliseAddress } from '#platform/emailAddress.ts'
import { RecipientInput } from '#platform/web/ui/RecipientInput.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { Ticket } from '#tickets/ticket.ts'
import css from './TicketForm.module.css'

const atOnce = 20
const more = 200

interface Props {
  id: string
  known: Ticket['participants']
  value: readonly string[]
  onPick: (participants: string[]) => void
}

export function ParticipantsInput({ id, known, value, onPick }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const [shown, setShown] = useState(atOnce)
  const names = new Map(known.map(({ address, name }) => [address, name]))
  // What was just added stands at the end and is seen.
  const added = value.filter((address) => !names.has(address))
  const old = value.filter((address) => names.has(address))
  const hidden = Math.max(0, old.length - shown)
  const folded = old.slice(shown)
  const visible = [...old.slice(0, shown), ...added].map((address) => ({ address, name: '' }))
  return (
    <div className={css.participants} data-field="participants">
      <RecipientInput
        id={id}
        label={t(($) => $.ticket.fill.participants)}
        recipients={visible}
        onChange={(next) => {
          const read = next.map(({ address }) => normaliseAddress(address) ?? address)
          onPick([...new Set([...read, ...folded])])
        }}
      />
      {hidden > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setShown(shown + more)}>
          {t(($) => $.ticket.fill.moreParticipants, { n: when.count(hidden) })}
        </Button>
      )}
      {shown > atOnce && (
        <Button size="compact-xs" variant="subtle" onClick={() => setShown(atOnce)}>
          {t(($) => $.ticket.fill.fewerParticipants)}
        </Button>
      )}
    </div>
  )
}
