/** Addresses or numbers in their order: the first is the main one; each can be changed, made the main one, removed. */
import { Button, TextInput } from '@mantine/core'
import { IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './customers.module.css'

interface Props {
  kind: 'email' | 'phone'
  labelId: string
  values: readonly string[]
  /** What is wrong with one of them, by its place. */
  errors: ReadonlyMap<number, string>
  disabled: boolean
  onChange: (values: string[]) => void
}

export function ValueList({ kind, labelId, values, errors, disabled, onChange }: Props) {
  const { t } = useTranslation()
  const set = (n: number, value: string) => onChange(values.map((held, at) => (at === n ? value : held)))
  return (
    <div className={css.values} role="group" aria-labelledby={labelId}>
      {values.map((value, n) => (
        // oxlint-disable-next-line react/no-array-index-key -- a place in the list is what is edited here
        <div key={n} className={css.value}>
          <TextInput
            type={kind === 'email' ? 'email' : 'tel'}
            aria-label={t(($) => $.crm[kind], { n: n + 1 })}
            value={value}
            disabled={disabled}
            aria-invalid={errors.has(n)}
            autoComplete="off"
            onChange={(event) => set(n, event.currentTarget.value)}
          />
          {n === 0 ? (
            values.length > 1 && <span className={css.mainMark}>{t(($) => $.crm.main)}</span>
          ) : (
            <IconButton
              label={t(($) => $.crm.makeMain, { value })}
              icon={<IconArrowUp size={14} stroke={1.75} />}
              disabled={disabled}
              onClick={() => onChange([value, ...values.filter((_, at) => at !== n)])}
            />
          )}
          <IconButton
            label={t(($) => $.crm.removeValue, { value })}
            icon={<IconX size={14} stroke={1.75} />}
            disabled={disabled}
            onClick={() => onChange(values.filter((_, at) => at !== n))}
          />
          {errors.has(n) && (
            <p className={css.wrong} role="alert">
              {errors.get(n)}
            </p>
          )}
        </div>
      ))}
      {!disabled && (
        <Button
          className={css.add ?? ''}
          variant="subtle"
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
          onClick={() => onChange([...values, ''])}
        >
          {t(($) => (kind === 'email' ? $.crm.addEmail : $.crm.addPhone))}
        </Button>
      )}
    </div>
  )
}
