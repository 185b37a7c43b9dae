/** An address in its parts, each with a name of its own. */
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { addressParts, type Address } from '#fields/readOne.ts'
import css from './inputs.module.css'
import { describedBy, type ValueInputProps } from './inputProps.ts'

const complete = { street: 'street-address', city: 'address-level2', zip: 'postal-code', country: 'country-name' } as const

export function AddressInput({ field, id, labelId, value, onChange }: ValueInputProps) {
  const { t } = useTranslation()
  const given: Partial<Record<keyof Address, unknown>> = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  const partOf = (part: keyof Address) => {
    const text = given[part]
    return typeof text === 'string' ? text : ''
  }
  const put = (part: keyof Address, text: string) => {
    const next = Object.fromEntries(addressParts.map((name) => [name, name === part ? text : partOf(name)]))
    onChange(Object.values(next).every((one) => one === '') ? null : next)
  }
  return (
    <div role="group" aria-labelledby={labelId} aria-describedby={describedBy(id)} className={css.address}>
      {addressParts.map((part, n) => (
        <TextInput
          key={part}
          id={n === 0 ? id : `${id}-${part}`}
          data-field={`custom.${field.id}`}
          data-part={part}
          aria-label={`${field.title}: ${t(($) => $.customField.address[part])}`}
          placeholder={t(($) => $.customField.address[part])}
          autoComplete={complete[part]}
          maxLength={200}
          value={partOf(part)}
          onChange={(event) => put(part, event.currentTarget.value)}
        />
      ))}
    </div>
  )
}
