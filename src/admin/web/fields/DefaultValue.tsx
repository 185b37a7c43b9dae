/** The value that a new one starts with: as the field's own type is typed or chosen; several stand one a line. */
import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type FieldValues, holdsSeveral } from '#fields/customField.ts'
import { AddressInput } from '#fields/web/AddressInput.tsx'
import { OneInput } from '#fields/web/OneInput.tsx'
import { SeveralInput } from '#fields/web/SeveralInput.tsx'
import { PickOne, PickSome } from '#admin/web/frame/Pick.tsx'
import { useUserNames } from '#admin/web/people/useUserNames.ts'
import css from './fields.module.css'

interface DefaultValueProps {
  id: string
  labelId: string
  field: FieldValues
  onChange: (value: unknown) => void
}

const inputTypes = { date: 'date', time: 'time', email: 'email', phone: 'tel', url: 'url' } as const
const isPlain = (type: string): type is keyof typeof inputTypes => Object.hasOwn(inputTypes, type)

export function DefaultValue({ id, labelId, field, onChange }: DefaultValueProps) {
  const { t } = useTranslation()
  const users = useUserNames()
  const { type, default: value } = field
  const several = holdsSeveral(field)
  const list: readonly unknown[] = Array.isArray(value) ? value : value === null ? [] : [value]
  const numbers = list.filter((one) => typeof one === 'number')
  const none = t(($) => $.manage.customField.noDefault)
  const from =
    type === 'user' ? users : field.options.filter((option) => !option.removed).map((option) => ({ id: option.id, name: option.title }))
  if (type === 'user' || type === 'select' || type === 'multi_select')
    return several ? (
      <PickSome id={id} from={from} value={numbers} onChange={(ids) => onChange(ids.length > 0 ? ids : null)} />
    ) : (
      <PickOne id={id} from={from} none={none} value={numbers[0] ?? null} onChange={onChange} />
    )
  if (type === 'yes_no')
    return (
      <NativeSelect
        id={id}
        maw={200}
        value={value === true ? 'yes' : value === false ? 'no' : ''}
        data={[
          { value: '', label: none },
          { value: 'yes', label: t(($) => $.manage.customField.yes) },
          { value: 'no', label: t(($) => $.manage.customField.no) },
        ]}
        onChange={(e) => onChange(e.currentTarget.value === '' ? null : e.currentTarget.value === 'yes')}
      />
    )
  if (type === 'address' || type === 'date_time') {
    // Typed as on the ticket itself; the field has no number yet while it is new.
    const given = { field: { ...field, id: 0 }, id, labelId, value, onChange, users: [] }
    return (
      <div className={css.typed}>
        {type === 'address' ? <AddressInput {...given} /> : several ? <SeveralInput {...given} /> : <OneInput {...given} />}
      </div>
    )
  }
  if (several) {
    const read = (line: string) => (type === 'number' ? Number(line) : line)
    return (
      <Textarea
        id={id}
        maw={360}
        autosize
        minRows={2}
        value={list.map(String).join('\n')}
        onChange={(e) => {
          const lines = e.currentTarget.value.split('\n')
          onChange(lines.every((line) => line === '') ? null : lines.map((line) => read(line)))
        }}
      />
    )
  }
  if (type === 'number')
    return (
      <NumberInput
        id={id}
        maw={160}
        value={typeof value === 'number' ? value : ''}
        onChange={(n) => onChange(typeof n === 'number' ? n : null)}
      />
    )
  const text = typeof value === 'string' ? value : ''
  if (type === 'long_text')
    return <Textarea id={id} maw={560} autosize minRows={3} value={text} onChange={(e) => onChange(e.currentTarget.value || null)} />
  return (
    <TextInput
      id={id}
      maw={360}
      type={isPlain(type) ? inputTypes[type] : 'text'}
      value={text}
      onChange={(e) => onChange(e.currentTarget.value || null)}
    />
  )
}
