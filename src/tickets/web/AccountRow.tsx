/** The Account of a ticket: it follows the Contact, unless one was chosen for this ticket; then there is a way back. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { getContact } from '#crm/api.ts'
import { AccountPicker } from '#crm/web/AccountPicker.tsx'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { rememberedContact } from './contactNames.ts'
import { rememberAccount } from './pickedNames.ts'
import css from './TicketForm.module.css'

interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  value: { id: number; name: string } | null
  contactId: number | null
  /** Stored as chosen by hand, or chosen now. */
  byHand: boolean
  onPick: (account: number | null) => void
}

export function AccountRow({ value, contactId, byHand, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const may = useMay('accounts.read')
  const remembered = contactId === null ? undefined : rememberedContact(contactId)
  const mayAsk = useMay('contacts.read') && byHand && contactId !== null && !remembered
  const asked = useEndpoint(getContact, { id: contactId ?? 0 }, { enabled: mayAsk, retry: false }).data
  const own = (remembered ?? asked)?.account ?? null
  const back = byHand && (contactId === null || remembered !== undefined || asked !== undefined) && own?.id !== value?.id
  if (!may)
    return (
      <span className={css.plain} id={input.id}>
        {value?.name ?? t(($) => $.ticket.none)}
      </span>
    )
  return (
    <>
      <AccountPicker
        {...input}
        value={value}
        onPick={(account) => {
          if (account) rememberAccount(account)
          onPick(account?.id ?? null)
        }}
      />
      {back && contactId !== null && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            if (own) rememberAccount(own)
            onPick(own?.id ?? null)
          }}
        >
          {own ? t(($) => $.ticket.fill.accountOf, { name: own.name }) : t(($) => $.ticket.fill.accountBack)}
        </Button>
      )}
    </>
  )
}
