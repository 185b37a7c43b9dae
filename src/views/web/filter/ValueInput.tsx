/** What a condition asks for, put in as its field needs it: chosen, looked up, typed, or a moment that may move with the reader. */
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Operator, Value } from '#platform/filter.ts'
import { arity, type FilterField, isRange } from '#platform/filterField.ts'
import { CustomerInput } from './CustomerInput.tsx'
import { LengthInput } from './LengthInput.tsx'
import { MomentValue } from './MomentValue.tsx'
import type { Choice, FilterFields } from './useFilterFields.ts'

interface ValueInputProps {
  field: FilterField
  op: Operator
  value: Value | undefined
  /** Accessible name. */
  label: string
  fields: FilterFields
  onChange: (value: Value | undefined) => void
}
type One = string | number | boolean

export function ValueInput({ field, op, value, label, fields, onChange }: ValueInputProps) {
  const { t } = useTranslation()
  const takes = arity(op)
  if (takes === 'none') return null
  if (takes === 'length') return <LengthInput label={label} value={typeof value === 'string' ? value : ''} onChange={onChange} />
  if (takes === 'range') {
    const { from, to } = isRange(value) ? value : { from: undefined, to: undefined }
    const put = (low: Value | undefined, high: Value | undefined) => onChange({ from: isEnd(low) ? low : '', to: isEnd(high) ? high : '' })
    return (
      <>
        <OneInput
          field={field}
          fields={fields}
          label={`${label}, ${t(($) => $.build.from)}`}
          value={from}
          onChange={(low) => put(low, to)}
        />
        <OneInput
          field={field}
          fields={fields}
          label={`${label}, ${t(($) => $.build.to)}`}
          value={to}
          onChange={(high) => put(from, high)}
        />
      </>
    )
  }
  if (takes === 'list')
    return <ListInput field={field} fields={fields} label={label} value={Array.isArray(value) ? value : []} onChange={onChange} />
  return <OneInput field={field} fields={fields} label={label} value={typeof value === 'object' ? undefined : value} onChange={onChange} />
}

/** What can be chosen, and what was chosen and is no longer offered. */
const optionsOf = (choices: readonly Choice[], value: readonly (string | number)[], gone: string) => [
  ...choices.map((choice) => ({ value: String(choice.value), label: choice.label })),
  ...value
    .filter((one) => !choices.some((choice) => choice.value === one))
    .map((one) => ({ value: String(one), label: `#${one}, ${gone}` })),
]

const isEnd = (value: Value | undefined): value is string | number => typeof value === 'string' || typeof value === 'number'

interface OneProps {
  field: FilterField
  fields: FilterFields
  label: string
  value: One | undefined
  onChange: (value: Value | undefined) => void
}

function OneInput({ field, fields, label, value, onChange }: OneProps) {
  const { t } = useTranslation()
  const shared = { 'aria-label': label }
  const gone = t(($) => $.filter.gone)
  const choices = fields.choices(field)
  if (choices)
    return (
      <Select
        {...shared}
        searchable={choices.length > 6}
        allowDeselect={false}
        placeholder={t(($) => $.build.pick)}
        nothingFoundMessage={t(($) => $.build.nothing)}
        data={optionsOf(choices, value === undefined || typeof value === 'boolean' ? [] : [value], gone)}
        value={value === undefined ? null : String(value)}
        onChange={(picked) => onChange(choices.find((choice) => String(choice.value) === picked)?.value)}
      />
    )
  if (field.type === 'flag' || field.type === 'yes_no')
    return (
      <Select
        {...shared}
        allowDeselect={false}
        data={[
          { value: 'yes', label: t(($) => $.filter.yes) },
          { value: 'no', label: t(($) => $.filter.no) },
        ]}
        value={value === undefined ? null : value === true ? 'yes' : 'no'}
        onChange={(picked) => onChange(picked === 'yes')}
      />
    )
  if (field.type === 'moment' || field.type === 'date')
    return (
      <MomentValue
        label={label}
        timed={field.type === 'moment'}
        value={typeof value === 'string' ? value : undefined}
        onChange={onChange}
      />
    )
  if (field.type === 'contact' || field.type === 'account')
    return (
      <CustomerInput
        type={field.type}
        label={label}
        value={typeof value === 'number' ? [value] : []}
        onChange={(ids) => onChange(ids.at(-1))}
      />
    )
  if (field.type === 'number' || field.type === 'ticket')
    return (
      <NumberInput
        {...shared}
        {...(field.type === 'ticket' ? { prefix: '#', min: 1 } : {})}
        allowDecimal={field.type === 'number' && !field.whole}
        value={typeof value === 'number' ? value : ''}
        onChange={(typed) => onChange(typeof typed === 'number' ? typed : undefined)}
      />
    )
  return (
    <TextInput
      {...shared}
      type={field.type === 'time' ? 'time' : 'text'}
      maxLength={500}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  )
}

interface ListProps {
  field: FilterField
  fields: FilterFields
  label: string
  value: readonly (string | number)[]
  onChange: (value: Value | undefined) => void
}

function ListInput({ field, fields, label, value, onChange }: ListProps) {
  const { t } = useTranslation()
  const gone = t(($) => $.filter.gone)
  const put = (list: readonly (string | number)[]) => onChange(list.length === 0 ? undefined : [...list])
  const choices = fields.choices(field)
  if (choices)
    return (
      <MultiSelect
        aria-label={label}
        searchable
        hidePickedOptions
        {...(value.length === 0 ? { placeholder: t(($) => $.build.pick) } : {})}
        nothingFoundMessage={t(($) => $.build.nothing)}
        data={optionsOf(choices, value, gone)}
        value={value.map(String)}
        onChange={(picked) =>
          put(picked.flatMap((one) => [...choices.map((choice) => choice.value), ...value].find((known) => String(known) === one) ?? []))
        }
      />
    )
  if (field.type === 'contact' || field.type === 'account')
    return <CustomerInput several type={field.type} label={label} value={value.filter((id) => typeof id === 'number')} onChange={put} />
  const numbers = field.type === 'number' || field.type === 'ticket'
  return (
    <TagsInput
      aria-label={label}
      splitChars={numbers ? [',', ' '] : [',']}
      value={value.map(String)}
      onChange={(typed) => put(numbers ? typed.map((one) => Number(one.replace('#', ''))).filter((one) => Number.isFinite(one)) : typed)}
    />
  )
}
