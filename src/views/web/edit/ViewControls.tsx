/** The controls of a view's values, in its own editor and in Manage: icon, columns, sort and row height. */
import { MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import {
  columnKey,
  columnKeys,
  densities,
  orders,
  type ShownColumn,
  type Sort,
  sortBy,
  sortKeys,
  type View,
  viewIcons,
} from '#views/view.ts'
import type { FilterFields } from '../filter/useFilterFields.ts'
import { ViewIcon } from '../icons.tsx'
import css from './ViewControls.module.css'
import './words.ts'

interface IconPickerProps {
  labelId: string
  value: View['icon']
  onChange: (icon: View['icon']) => void
}

export function IconPicker({ labelId, value, onChange }: IconPickerProps) {
  const { t } = useTranslation()
  return (
    <div className={css.icons} role="radiogroup" aria-labelledby={labelId}>
      {viewIcons.map((name) => (
        <label key={name} className={css.icon} data-on={name === value || undefined} data-tip={t(($) => $.arrange.icons[name])}>
          <input
            type="radio"
            className="sr"
            name={labelId}
            checked={name === value}
            aria-label={t(($) => $.arrange.icons[name])}
            onChange={() => onChange(name)}
          />
          <ViewIcon name={name} />
        </label>
      ))}
    </div>
  )
}

/** Custom fields of tickets that lists can show: those with one value can be sorted by too. */
const customOf = ({ catalogue }: FilterFields) => [...catalogue.values()].filter(({ key }) => key.startsWith('custom.'))

function useNameOf(fields: FilterFields) {
  const { t } = useTranslation()
  return (key: string) => (key === 'sla' ? t(($) => $.views.list.sla) : fields.label(key))
}

interface ColumnsPickerProps {
  id: string
  fields: FilterFields
  value: readonly ShownColumn[]
  onChange: (columns: ShownColumn[]) => void
}

/** In the order in which they are chosen; none: those that lists have by themselves. */
export function ColumnsPicker({ id, fields, value, onChange }: ColumnsPickerProps) {
  const { t } = useTranslation()
  const nameOf = useNameOf(fields)
  const keys = [...new Set([...columnKeys, ...customOf(fields).map(({ key }) => key), ...value.map(({ key }) => key)])]
  const choose = (chosen: readonly string[]) =>
    onChange(
      chosen.flatMap((key) => {
        const known = columnKey.safeParse(key)
        return known.success ? [value.find((one) => one.key === known.data) ?? { key: known.data }] : []
      }),
    )
  return (
    <MultiSelect
      id={id}
      searchable
      hidePickedOptions
      clearable
      clearButtonProps={{ 'aria-label': t(($) => $.common.clear) }}
      placeholder={value.length === 0 ? t(($) => $.arrange.view.usualColumns) : ''}
      data={keys.map((key) => ({ value: key, label: nameOf(key) }))}
      value={value.map(({ key }) => key)}
      onChange={choose}
    />
  )
}

interface SortPickerProps {
  id: string
  fields: FilterFields
  value: Sort
  onChange: (sort: Sort) => void
}

export function SortPicker({ id, fields, value, onChange }: SortPickerProps) {
  const { t } = useTranslation()
  const nameOf = useNameOf(fields)
  const keys = [...new Set([...sortKeys, ...customOf(fields).flatMap(({ key, several }) => (several ? [] : [key])), value.by])]
  return (
    <div className={css.sort}>
      <Select
        id={id}
        searchable
        allowDeselect={false}
        data={keys.map((key) => ({ value: key, label: nameOf(key) }))}
        value={value.by}
        onChange={(chosen) => {
          const by = sortBy.safeParse(chosen)
          if (by.success) onChange({ ...value, by: by.data })
        }}
      />
      <Select
        aria-label={t(($) => $.arrange.view.order)}
        allowDeselect={false}
        data={orders.map((order) => ({ value: order, label: t(($) => $.views.directions[order]) }))}
        value={value.order}
        onChange={(order) => (order === 'asc' || order === 'desc') && onChange({ ...value, order })}
      />
    </div>
  )
}

interface DensityPickerProps {
  labelId: string
  value: View['density']
  onChange: (density: View['density']) => void
}

export function DensityPicker({ labelId, value, onChange }: DensityPickerProps) {
  const { t } = useTranslation()
  return (
    <SegmentedControl
      aria-labelledby={labelId}
      value={value ?? 'own'}
      onChange={(chosen) => onChange(densities.find((one) => one === chosen) ?? null)}
      data={[
        { value: 'own', label: t(($) => $.arrange.view.ownDensity) },
        ...densities.map((one) => ({ value: one, label: t(($) => $.views.list[one]) })),
      ]}
    />
  )
}
