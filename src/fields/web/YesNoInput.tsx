/** Yes, no, or neither of them: empty is not no. */
import { useTranslation } from 'react-i18next'
import css from './inputs.module.css'
import { describedBy, type ValueInputProps } from './inputProps.ts'

export function YesNoInput({ field, id, labelId, value, onChange }: ValueInputProps) {
  const { t } = useTranslation()
  const choices = [
    { value: null, label: t(($) => $.customField.notSet) },
    { value: true, label: t(($) => $.customField.yes) },
    { value: false, label: t(($) => $.customField.no) },
  ]
  const held = typeof value === 'boolean' ? value : null
  return (
    <div role="radiogroup" aria-labelledby={labelId} aria-describedby={describedBy(id)} className={`t-input ${css.choices}`}>
      {choices.map((choice, n) => (
        <label key={choice.label} className={css.choice} data-chosen={choice.value === held || undefined}>
          <input
            type="radio"
            className="sr"
            id={n === 0 ? id : undefined}
            data-field={`custom.${field.id}`}
            name={id}
            checked={choice.value === held}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </div>
  )
}
