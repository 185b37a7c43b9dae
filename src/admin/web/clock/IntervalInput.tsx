/** Working hours of one day as text, “9:00–12:00, 13:00–17:00”; what cannot be read is said at once and is not saved. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { intervalText, readIntervals } from '#categories/intervalText.ts'
import type { Interval } from '#categories/timeGroup.ts'

interface IntervalInputProps {
  label: string
  value: readonly Interval[]
  onChange: (intervals: Interval[]) => void
  error?: string | undefined
}

export function IntervalInput({ label, value, onChange, error }: IntervalInputProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<{ text: string; means: string }>()
  // What was typed stands as long as it is what is held; a value from elsewhere replaces it.
  const text = typed?.means === JSON.stringify(value) ? typed.text : intervalText(value)
  const unreadable = readIntervals(text) === undefined
  return (
    <TextInput
      aria-label={label}
      placeholder={t(($) => $.manage.timeGroup.closed)}
      value={text}
      error={unreadable ? t(($) => $.manage.timeGroup.unreadable) : error}
      onChange={(event) => {
        const next = event.currentTarget.value
        // An unreadable text becomes hours that no Time group accepts, so that it cannot be saved by mistake.
        const means = readIntervals(next) ?? [{ from: next, to: '' }]
        setTyped({ text: next, means: JSON.stringify(means) })
        onChange(means)
      }}
      onBlur={() => !unreadable && setTyped(undefined)}
    />
  )
}
