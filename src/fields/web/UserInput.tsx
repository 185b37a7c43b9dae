/** Choosing Users: one, or several where the field takes them. Someone who left stays where they stand. */
import { MultiSelect, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { heldValue, listOf } from '#fields/customValue.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import css from './inputs.module.css'
import { controlProps, notBefore, type ValueInputProps } from './inputProps.ts'

export function UserInput(given: ValueInputProps) {
  const { field, value, onChange, users } = given
  const { t } = useTranslation()
  const chosen = listOf(heldValue(field, value)).map(String)
  const known = users
    .filter((user) => user.active || chosen.includes(String(user.id)))
    .map((user) => ({ value: String(user.id), label: user.name }))
  const gone = chosen.filter((one) => !known.some((user) => user.value === one))
  const nameOf = (one: string) => known.find((user) => user.value === one)?.label
  const props = {
    ...controlProps(given, field.several),
    comboboxProps: notBefore,
    data: [...known, ...gone.map((one) => ({ value: one, label: t(($) => $.customField.goneUser, { id: one }) }))],
    searchable: true,
    clearable: true,
    clearButtonProps: { 'aria-label': t(($) => $.customField.clear, { title: field.title }) },
    nothingFoundMessage: t(($) => $.customField.noUser),
    renderOption: ({ option }: { option: { value: string; label: string } }) => (
      <span className={css.option}>
        <Avatar name={option.label} /> {option.label}
      </span>
    ),
  }
  if (field.several)
    return <MultiSelect {...props} value={chosen} onChange={(picked) => onChange(picked.length === 0 ? null : picked.map(Number))} />
  const one = chosen[0]
  return (
    <Select
      {...props}
      value={one ?? null}
      leftSection={<Avatar name={one === undefined ? '' : nameOf(one)} kind={one === undefined ? 'nobody' : 'user'} />}
      onChange={(picked) => onChange(picked === null ? null : Number(picked))}
    />
  )
}
