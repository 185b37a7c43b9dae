/** When a custom field is shown: always, or only while another field has, or has none of, some values. */
import { NativeSelect, TagsInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { categories } from '#categories/categorySettings.ts'
import { type CustomField, customFields, type FieldCondition, type FieldValues, hasOptions } from '#fields/customField.ts'
import { type TicketChoice, ticketChoices } from '#fields/ticketChoices.ts'
import { PickSome, type Named } from '#admin/web/frame/Pick.tsx'
import { useThings } from '#admin/web/frame/useThings.ts'
import { useUserNames } from '#admin/web/people/useUserNames.ts'
import css from './fields.module.css'

interface ConditionFieldsProps {
  own: number | null
  field: FieldValues
  onChange: (condition: FieldCondition | null) => void
}

const ticketFields = ['categoryId', 'priority', 'state'] as const satisfies readonly TicketChoice[]

export function ConditionFields({ own, field, onChange }: ConditionFieldsProps) {
  const { t } = useTranslation()
  const id = useId()
  const { condition } = field
  const others = useThings(customFields).things?.filter((one) => one.subject === field.subject && one.id !== own && !one.removed) ?? []
  const chosen = condition?.field
  const begin = (wanted: string) => {
    const ticketField = ticketFields.find((one) => one === wanted)
    if (wanted === '') onChange(null)
    else onChange({ field: ticketField ?? Number(wanted), has: true, values: [] })
  }
  return (
    <div className={css.condition}>
      <div className={css.line}>
        <NativeSelect
          aria-label={t(($) => $.manage.customField.conditionField)}
          value={chosen === undefined ? '' : String(chosen)}
          data={[
            { value: '', label: t(($) => $.manage.customField.always) },
            ...(field.subject === 'ticket'
              ? ticketFields.map((one) => ({ value: one, label: t(($) => $.manage.customField.ticketField[one]) }))
              : []),
            ...others.map((one) => ({ value: String(one.id), label: one.title })),
          ]}
          onChange={(e) => begin(e.currentTarget.value)}
        />
        {condition && (
          <NativeSelect
            aria-label={t(($) => $.manage.customField.conditionHas)}
            value={condition.has ? 'has' : 'not'}
            data={[
              { value: 'has', label: t(($) => $.manage.customField.hasOne) },
              { value: 'not', label: t(($) => $.manage.customField.hasNone) },
            ]}
            onChange={(e) => onChange({ ...condition, has: e.currentTarget.value === 'has' })}
          />
        )}
      </div>
      {condition && (
        <>
          <label className="sr" htmlFor={id}>
            {t(($) => $.manage.customField.conditionValues)}
          </label>
          <Values
            id={id}
            condition={condition}
            other={others.find((one) => one.id === chosen)}
            onChange={(values) => onChange({ ...condition, values })}
          />
        </>
      )}
    </div>
  )
}

interface ValuesProps {
  id: string
  condition: FieldCondition
  other: Pick<CustomField, 'type' | 'options'> | undefined
  onChange: (values: FieldCondition['values']) => void
}

function Values({ id, condition, other, onChange }: ValuesProps) {
  const { t } = useTranslation()
  const users = useUserNames()
  const all = useThings(categories).things
  const numbers = condition.values.filter((one) => typeof one === 'number')
  const numbered: readonly Named[] | undefined =
    condition.field === 'categoryId'
      ? all
      : other?.type === 'user'
        ? users
        : other && hasOptions(other.type)
          ? other.options.map(({ id: n, title }) => ({ id: n, name: title }))
          : undefined
  if (numbered) return <PickSome id={id} from={numbered} value={numbers} onChange={onChange} />
  const words: readonly { value: string; label: string }[] =
    condition.field === 'priority'
      ? ticketChoices.priority.map((one) => ({ value: one, label: t(($) => $.ticket.priority[one]) }))
      : condition.field === 'state'
        ? ticketChoices.state.map((one) => ({ value: one, label: t(($) => $.ticket.state[one]) }))
        : other?.type === 'yes_no'
          ? [
              { value: 'true', label: t(($) => $.manage.customField.yes) },
              { value: 'false', label: t(($) => $.manage.customField.no) },
            ]
          : []
  const labelOf = (value: string) => words.find((one) => one.value === value)?.label ?? value
  const valueOf = (label: string) => {
    const value = words.find((one) => one.label === label)?.value ?? label
    if (other?.type === 'yes_no') return value === 'true'
    return other?.type === 'number' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
  }
  return (
    <TagsInput
      id={id}
      maw={560}
      data={words.map((one) => one.label)}
      value={condition.values.map((one) => labelOf(String(one)))}
      acceptValueOnBlur
      onChange={(labels) => onChange(labels.map(valueOf))}
    />
  )
}
