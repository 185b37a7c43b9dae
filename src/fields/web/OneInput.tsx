/** One value that is typed: text of some kind, a number, a date, a time. What is typed stays as typed until the field is left. */
import { Textarea, TextInput } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { most } from '#fields/customField.ts'
import { readValue } from '#fields/customValue.ts'
import { MomentInput } from '#platform/web/ui/MomentInput.tsx'
import { controlProps, type OneInputProps } from './inputProps.ts'

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

export function OneInput({ value, onChange, label, ...rest }: OneInputProps) {
  const { field } = rest
  const control = { ...controlProps(rest), 'aria-label': label }
  if (field.type === 'number') return <NumberInput {...control} value={value} onChange={onChange} />
  if (field.type === 'date_time') return <MomentInput {...control} value={typeof value === 'string' ? value : null} onChange={onChange} />
  if (field.type === 'long_text')
    return (
      <Textarea
        {...control}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={most.longText}
        value={textOf(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  return (
    <TextInput
      {...control}
      {...kinds[field.type]}
      autoComplete="off"
      maxLength={field.type === 'url' ? most.url : most.text}
      value={textOf(value)}
      rightSection={field.type === 'url' ? <Link value={value} field={field} /> : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

const kinds: Partial<Record<string, { type?: string; inputMode?: 'email' | 'tel' | 'url'; max?: string }>> = {
  date: { type: 'date', max: '9999-12-31' },
  time: { type: 'time' },
  email: { inputMode: 'email' },
  phone: { inputMode: 'tel' },
  url: { inputMode: 'url' },
}

type NumberProps = ReturnType<typeof controlProps> & Pick<OneInputProps, 'value' | 'onChange'>

/** Decimal comma and point, groups parted by spaces; what is no number stays to be seen, and is refused. */
function NumberInput({ value, onChange, ...control }: NumberProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const known = typeof value === 'number' ? String(value) : textOf(value)
  return (
    <TextInput
      {...control}
      className="n"
      inputMode="decimal"
      autoComplete="off"
      maxLength={50}
      value={typed ?? known}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(numberIn(event.currentTarget.value))
      }}
      onBlur={() => setTyped(null)}
    />
  )
}

/** The number that a text says, or the text. */
export function numberIn(text: string): number | string {
  const plain = text.replaceAll(/[\s\u00a0\u202f']/g, '').replace('−', '-')
  const pointed = /^[^.]*,\d*$/.test(plain) ? plain.replace(',', '.') : plain
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(pointed) ? Number(pointed) : text
}

/** Opens what is a web address. */
function Link({ field, value }: Pick<OneInputProps, 'field' | 'value'>) {
  const { t } = useTranslation()
  const url = readValue({ ...field, several: false }, value).value
  if (typeof url !== 'string') return null
  const label = t(($) => $.customField.openLink, { url })
  return (
    <a href={url} target="_blank" rel="noopener noreferrer" className="ink3" aria-label={label} data-tip={label}>
      <IconExternalLink size={14} stroke={2} aria-hidden />
    </a>
  )
}
