/** Several values of a field, one below the other; an empty one counts for nothing. */
import { Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { most } from '#fields/customField.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './inputs.module.css'
import { describedBy, type ValueInputProps } from './inputProps.ts'
import { OneInput } from './OneInput.tsx'

export function SeveralInput({ field, id, labelId, error, value, onChange, required = false }: ValueInputProps) {
  const { t } = useTranslation()
  const given: readonly unknown[] = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]
  const list = given.length > 0 ? given : ['']
  const put = (n: number, one: unknown) => onChange(list.map((held, at) => (at === n ? one : held)))
  const nth = (n: number) => t(($) => $.customField.oneOf, { title: field.title, n: n + 1 })
  return (
    <div role="group" aria-labelledby={labelId} aria-describedby={describedBy(id)} className={css.several}>
      {list.map((one, n) => (
        // oxlint-disable-next-line react/no-array-index-key -- values have no other name than their place
        <div key={n} className={css.one}>
          <OneInput
            field={field}
            id={n === 0 ? id : `${id}-${n}`}
            label={nth(n)}
            row={id}
            error={error}
            required={required && n === 0}
            value={one}
            onChange={(next) => put(n, next)}
          />
          {list.length > 1 && (
            <IconButton
              label={t(($) => $.common.remove, { what: nth(n) })}
              icon={<IconX size={14} stroke={2} aria-hidden />}
              onClick={() => onChange(list.filter((_, at) => at !== n))}
            />
          )}
        </div>
      ))}
      {list.length < most.several && (
        <Button
          variant="subtle"
          className={css.add}
          leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
          aria-label={`${field.title}: ${t(($) => $.customField.add)}`}
          onClick={() => onChange([...list, ''])}
        >
          {t(($) => $.customField.add)}
        </Button>
      )}
    </div>
  )
}
