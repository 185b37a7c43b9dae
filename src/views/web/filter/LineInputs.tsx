/** The inputs of one condition: its field, its operator, and what the field takes as a value. */
import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Condition } from '#platform/filter.ts'
import type { Line } from './draft.ts'
import css from './FilterBuilder.module.css'
import { begun, withOperator } from './lines.ts'
import type { FilterFields } from './useFilterFields.ts'
import { ValueInput } from './ValueInput.tsx'

interface LineInputsProps {
  line: Line
  fields: FilterFields
  onChange: (condition: Condition) => void
}

export function LineInputs({ line, fields, onChange }: LineInputsProps) {
  const { t } = useTranslation()
  const field = fields.catalogue.get(line.field)
  const all = useMemo(() => [...fields.catalogue.keys()].map((key) => ({ value: key, label: fields.label(key) })), [fields])
  const what = fields.label(line.field)
  const condition: Condition = { field: line.field, op: line.op, ...(line.value === undefined ? {} : { value: line.value }) }
  return (
    <>
      <Select
        className={css.field ?? ''}
        aria-label={t(($) => $.build.field)}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        nothingFoundMessage={t(($) => $.build.nothing)}
        data={field ? all : [{ value: line.field, label: t(($) => $.filter.gone) }, ...all]}
        value={line.field}
        onChange={(key) => {
          const next = fields.catalogue.get(key ?? '')
          if (next && next.key !== line.field) onChange(begun(next))
        }}
      />
      <Select
        className={css.operator ?? ''}
        aria-label={`${what}: ${t(($) => $.build.operator)}`}
        allowDeselect={false}
        maxDropdownHeight={360}
        data={(field?.operators ?? [line.op]).map((op) => ({ value: op, label: t(($) => $.filter.op[op]) }))}
        value={line.op}
        onChange={(picked) => {
          const op = field?.operators.find((one) => one === picked)
          if (op && op !== line.op) onChange(withOperator(condition, op))
        }}
      />
      <span className={css.value}>
        {field && (
          <ValueInput
            key={`${field.key} ${line.op}`}
            field={field}
            op={line.op}
            value={line.value}
            label={`${what}: ${t(($) => $.build.value)}`}
            fields={fields}
            onChange={(value) =>
              onChange(value === undefined ? { field: line.field, op: line.op } : { field: line.field, op: line.op, value })
            }
          />
        )}
      </span>
    </>
  )
}
