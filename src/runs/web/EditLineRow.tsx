/** One line of an edit: the field, what to do with it, and the value. */
import { Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSet } from '#fields/customField.ts'
import type { Person } from '#people/user.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { isCustomKey, keysOf, type FieldKey } from '#tickets/ticket.ts'
import { hows, howsOf, offered, type EditLine } from './editLines.ts'
import { EditValue } from './EditValue.tsx'
import css from './runs.module.css'
import { useFieldNames } from './useFieldNames.ts'

interface Props {
  line: EditLine
  n: number
  fields: FieldSet
  users: readonly Person[]
  /** Fields that other lines speak of already. */
  taken: readonly FieldKey[]
  onChange: (line: EditLine) => void
  onRemove: () => void
}

export function EditLineRow({ line, n, fields, users, taken, onChange, onRemove }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const nameOf = useFieldNames(fields)
  const { field, how, value } = line
  const custom = field !== null && isCustomKey(field) ? fields.byId.get(Number(field.slice('custom.'.length))) : undefined
  const own = fields.all.filter((one) => !one.removed && !one.readOnly).map((one) => `custom.${one.id}` as const)
  const free = (key: FieldKey) => key === field || !taken.includes(key)
  const options = (keys: readonly FieldKey[]) => keys.filter(free).map((key) => ({ value: key, label: nameOf(key) }))
  const choices = field === null ? hows.slice(0, 1) : howsOf(field, fields)
  return (
    <div className={css.line}>
      <Select
        aria-label={t(($) => $.runs.edit.fieldOf, { n })}
        placeholder={t(($) => $.runs.edit.choose)}
        searchable
        // A new line is there to be filled in.
        data-autofocus={field === null || undefined}
        value={field}
        data={own.length > 0 ? [...options(offered), { group: t(($) => $.runs.edit.own), items: options(own) }] : options(offered)}
        nothingFoundMessage={t(($) => $.ticket.pick.nothing)}
        onChange={(picked) => {
          const [key] = picked === null ? [] : keysOf({ [picked]: true })
          if (key === undefined || key === field) return
          onChange({ ...line, field: key, how: howsOf(key, fields).includes('add') ? 'add' : 'set', value: null })
        }}
      />
      <Select
        aria-label={t(($) => $.runs.edit.how, { field: field === null ? '' : nameOf(field) })}
        allowDeselect={false}
        disabled={field === null}
        value={how}
        data={choices.map((one) => ({ value: one, label: t(($) => $.runs.edit.hows[one]) }))}
        onChange={(picked) => onChange({ ...line, how: choices.find((one) => one === picked) ?? how })}
      />
      <div className={css.value}>
        {field !== null && how !== 'clear' && (
          <>
            <span id={`${id}-label`} className={css.hidden}>
              {nameOf(field)}
            </span>
            <EditValue
              key={field}
              id={id}
              label={nameOf(field)}
              field={field}
              custom={custom}
              users={users}
              value={value}
              onChange={(to) => onChange({ ...line, value: to })}
            />
          </>
        )}
      </div>
      <IconButton
        label={t(($) => $.runs.edit.remove, { field: field === null ? t(($) => $.runs.edit.field) : nameOf(field) })}
        icon={<IconX size={14} stroke={1.75} />}
        onClick={onRemove}
      />
    </div>
  )
}
