/** The input of a custom field's value, whatever its type. What nobody edits is shown as text. */
import { useTranslation } from 'react-i18next'
import type { CustomField } from '#fields/customField.ts'
import { heldValue, listOf } from '#fields/customValue.ts'
import { displayValue } from '#fields/displayValue.ts'
import { AddressInput } from './AddressInput.tsx'
import { ChoiceInput } from './ChoiceInput.tsx'
import css from './inputs.module.css'
import type { ValueInputProps } from './inputProps.ts'
import { OneInput } from './OneInput.tsx'
import { SeveralInput } from './SeveralInput.tsx'
import { UserInput } from './UserInput.tsx'
import { useValueWords } from './useValueWords.ts'
import { YesNoInput } from './YesNoInput.tsx'

/** Also for a default, of a field that is just being declared. */
export function CustomFieldInput(props: ValueInputProps) {
  const { field } = props
  if (field.type === 'select' || field.type === 'multi_select') return <ChoiceInput {...props} />
  if (field.type === 'user') return <UserInput {...props} />
  if (field.several) return <SeveralInput {...props} />
  if (field.type === 'yes_no') return <YesNoInput {...props} />
  if (field.type === 'address') return <AddressInput {...props} />
  return <OneInput {...props} />
}

/** A value as text, with links that can be followed. */
export function CustomFieldValue({ field, value, users }: Pick<ValueInputProps, 'field' | 'value' | 'users'>) {
  const { t } = useTranslation()
  const words = useValueWords(users)
  const text = displayValue(field, value, words)
  if (field.type !== 'url' || text === '') return <>{text === '' ? t(($) => $.customField.notSet) : text}</>
  return (
    <>
      {listOf(heldValue(field, value)).map(
        (one) =>
          typeof one === 'string' && (
            <a key={one} className="link" href={one} target="_blank" rel="noopener noreferrer">
              {one}{' '}
            </a>
          ),
      )}
    </>
  )
}

/** Whether its input is a group of controls, which a `<label>` cannot name. */
export const isGroup = ({ type, several, readOnly }: CustomField) =>
  readOnly || type === 'yes_no' || type === 'address' || (several && type !== 'user')

export function ReadOnlyValue({ field, labelId, value, users }: Pick<ValueInputProps, 'field' | 'labelId' | 'value' | 'users'>) {
  return (
    <div className={css.plain} role="group" aria-labelledby={labelId} data-field={`custom.${field.id}`}>
      <CustomFieldValue field={field} value={value} users={users} />
    </div>
  )
}
