/** Choosing among a field's options: one, or several. A removed option that stands in the value is shown as removed and can only be taken away. */
import { MultiSelect, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '#fields/customField.ts'
import { heldValue, listOf } from '#fields/customValue.ts'
import { controlProps, notBefore, type ValueInputProps } from './inputProps.ts'

export function ChoiceInput(given: ValueInputProps) {
  const { field, value, onChange } = given
  const { t } = useTranslation()
  const chosen = listOf(heldValue(field, value)).map(String)
  const data = useOptions(field, chosen)
  const props = {
    ...controlProps(given, field.type === 'multi_select'),
    comboboxProps: notBefore,
    data,
    searchable: data.length > 8,
    clearable: true,
    clearButtonProps: { 'aria-label': t(($) => $.customField.clear, { title: field.title }) },
    nothingFoundMessage: t(($) => $.customField.noOption),
  }
  if (field.type === 'multi_select')
    return <MultiSelect {...props} value={chosen} onChange={(picked) => onChange(picked.length === 0 ? null : picked.map(Number))} />
  return <Select {...props} value={chosen[0] ?? null} onChange={(picked) => onChange(picked === null ? null : Number(picked))} />
}

function useOptions(field: CustomField, chosen: readonly string[]) {
  const { t } = useTranslation()
  return field.options
    .filter((option) => !option.removed || chosen.includes(String(option.id)))
    .map((option) => ({
      value: String(option.id),
      label: option.removed ? t(($) => $.customField.removedOption, { title: option.title }) : option.title,
    }))
}
