/** Everything about a Contact while it is edited. */
import type { ContactValues } from '#crm/contact.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { AccountPicker } from './AccountPicker.tsx'
import { CustomerForm, type CustomerFormProps } from './CustomerForm.tsx'
import { ValueList } from './ValueList.tsx'

/** With the Account's name, so that an unsaved choice shows it. */
export interface ContactDraft extends Omit<ContactValues, 'accountId'> {
  account: { id: number; name: string } | null
}

export function ContactForm(props: CustomerFormProps<ContactDraft>) {
  const { values, set, disabled } = props
  return (
    <CustomerForm
      {...props}
      kind="contact"
      renderBetween={(row, problem) => {
        const [emails, phones, account] = [row('emails'), row('phones'), row('accountId', 'account')]
        return (
          <>
            <FormRow {...emails.props} labelId={emails.id}>
              <ValueList
                kind="email"
                labelId={emails.id}
                values={values.emails}
                errors={problem.places('emails')}
                disabled={disabled}
                onChange={(list) => set({ emails: list })}
              />
            </FormRow>
            <FormRow {...phones.props} labelId={phones.id}>
              <ValueList
                kind="phone"
                labelId={phones.id}
                values={values.phones}
                errors={problem.places('phones')}
                disabled={disabled}
                onChange={(list) => set({ phones: list })}
              />
            </FormRow>
            <FormRow {...account.props} htmlFor={account.id}>
              <AccountPicker
                id={account.id}
                aria-describedby={account.props.errorId}
                value={values.account}
                disabled={disabled}
                onPick={(picked) => set({ account: picked })}
              />
            </FormRow>
          </>
        )
      }}
    />
  )
}
