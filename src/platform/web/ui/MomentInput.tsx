/** A date with a time, typed and shown in the zone of the person who looks. */
import { TextInput, type TextInputProps } from '@mantine/core'
import { use } from 'react'
import { instantOf, localOf } from '../localTime.ts'
import { ZoneContext } from '../useWhen.ts'

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** An instant, or nothing. */
  value: string | null
  onChange: (value: string | null) => void
}

export function MomentInput({ value, onChange, ...input }: Props) {
  const zone = use(ZoneContext)
  const time = value === null ? Number.NaN : Date.parse(value)
  return (
    <TextInput
      {...input}
      type="datetime-local"
      max="9999-12-31T23:59"
      value={Number.isNaN(time) ? '' : localOf(time, zone)}
      onChange={(event) => onChange(instantOf(event.currentTarget.value, zone))}
    />
  )
}
