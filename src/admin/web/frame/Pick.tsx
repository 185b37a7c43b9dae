/** Choosing one or several things by their names. What is chosen and gone meanwhile shows by its number. */
import { MultiSelect, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export interface Named {
  id: number
  name: string
}

interface PickProps {
  id: string
  from: readonly Named[] | undefined
  disabled?: boolean
  /** Where no label stands beside it. */
  placeholder?: string
  'aria-label'?: string
}

/** Nothing chosen is `null`, said by `none`; without `none` one must be chosen. */
export function PickOne({
  id,
  from,
  value,
  onChange,
  none,
  ...rest
}: PickProps & { value: number | null; onChange: (id: number | null) => void; none?: string }) {
  return (
    <Select
      id={id}
      maw={360}
      searchable={(from?.length ?? 0) > 8}
      allowDeselect={false}
      clearable={none !== undefined}
      placeholder={none ?? ''}
      data={choices(from, value === null ? [] : [value])}
      value={value === null ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null ? null : Number(chosen))}
      {...rest}
    />
  )
}

export function PickSome({
  id,
  from,
  value,
  onChange,
  ...rest
}: PickProps & { value: readonly number[]; onChange: (ids: number[]) => void }) {
  const { t } = useTranslation()
  return (
    <MultiSelect
      id={id}
      maw={560}
      searchable
      hidePickedOptions
      clearable
      clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
      data={choices(from, value)}
      value={value.map(String)}
      onChange={(chosen) => onChange(chosen.map(Number))}
      {...rest}
    />
  )
}

const choices = (from: readonly Named[] = [], chosen: readonly number[]) => [
  ...from.map(({ id, name }) => ({ value: String(id), label: name })),
  ...chosen.filter((id) => !from.some((one) => one.id === id)).map((id) => ({ value: String(id), label: `#${id}` })),
]
