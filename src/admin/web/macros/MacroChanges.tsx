/** The field changes of a Macro: the same lines as in an edit of many tickets. What is half filled in waits until it is whole. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getAccount } from '#crm/accountApi.ts'
import { getContact } from '#crm/api.ts'
import type { FieldSet } from '#fields/customField.ts'
import { listUsers } from '#people/api.ts'
import { useMay } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { editsOf, isComplete, linesOf, type EditLine } from '#runs/web/editLines.ts'
import { EditLineRow } from '#runs/web/EditLineRow.tsx'
import type { FieldEdits } from '#tickets/fieldEdits.ts'
import { rememberContact } from '#tickets/web/contactNames.ts'
import { rememberAccount } from '#tickets/web/pickedNames.ts'
import css from './macros.module.css'

interface Props {
  changes: FieldEdits
  fields: FieldSet
  /** What is wrong with the change of a field. */
  problem: (field: string) => string | undefined
  onChange: (changes: FieldEdits) => void
}

export function MacroChanges({ changes, fields, problem, onChange }: Props) {
  const { t } = useTranslation()
  const { users = [] } = useEndpoint(listUsers, {}).data ?? {}
  const [held, setHeld] = useState(() => ({ lines: linesOf(changes, fields), told: changes }))
  // It came from elsewhere: what was discarded, or another's version.
  if (JSON.stringify(changes) !== JSON.stringify(held.told)) setHeld({ lines: linesOf(changes, fields), told: changes })
  const { lines } = held
  useNames(changes)
  const become = (next: EditLine[]) => {
    const told = editsOf(next.filter(isComplete), fields) ?? {}
    setHeld({ lines: next, told })
    onChange(told)
  }
  return (
    <div className={css.lines}>
      {lines.map((line, n) => {
        const wrong = line.field === null ? undefined : problem(line.field)
        return (
          <div key={line.key}>
            <EditLineRow
              line={line}
              n={n + 1}
              fields={fields}
              users={users}
              taken={lines.flatMap(({ field }) => (field === null ? [] : [field]))}
              onChange={(to) => become(lines.map((one) => (one.key === line.key ? to : one)))}
              onRemove={() => become(lines.filter((one) => one.key !== line.key))}
            />
            {wrong && (
              <p className={css.wrong} role="alert">
                {wrong}
              </p>
            )}
          </div>
        )
      })}
      <Button
        variant="subtle"
        className={css.add ?? ''}
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() =>
          setHeld({
            ...held,
            lines: [...lines, { key: Math.max(-1, ...lines.map(({ key }) => key)) + 1, field: null, how: 'set', value: null }],
          })
        }
      >
        {t(($) => $.runs.edit.add)}
      </Button>
    </div>
  )
}

/** A Contact and an Account that are set by number are called by their names; the lines read them from what this page knows. */
function useNames({ contactId, accountId }: FieldEdits) {
  const contact = contactId && 'to' in contactId && typeof contactId.to === 'number' ? contactId.to : null
  const account = accountId && 'to' in accountId && typeof accountId.to === 'number' ? accountId.to : null
  const mayContacts = useMay('contacts.read')
  const mayAccounts = useMay('accounts.read')
  const contactRead = useEndpoint(getContact, { id: contact ?? 0 }, { enabled: mayContacts && contact !== null }).data
  const accountRead = useEndpoint(getAccount, { id: account ?? 0 }, { enabled: mayAccounts && account !== null }).data
  if (contactRead) rememberContact(contactRead)
  if (accountRead) rememberAccount(accountRead)
}
