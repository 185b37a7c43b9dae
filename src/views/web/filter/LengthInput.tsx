/** How long: a number and its unit, as `4h`. */
import { NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

const units = ['m', 'h', 'd', 'w'] as const

interface LengthInputProps {
  label: string
  value: string
  onChange: (value: string | undefined) => void
}

export function LengthInput({ label, value, onChange }: LengthInputProps) {
  const { t } = useTranslation()
  const [unit, setUnit] = useState<string>(units.find((one) => value.endsWith(one)) ?? 'h')
  const amount = Number.parseInt(value, 10)
  const put = (count: number | undefined, of: string) => onChange(count === undefined ? undefined : `${count}${of}`)
  return (
    <>
      <NumberInput
        aria-label={`${label}, ${t(($) => $.build.amount)}`}
        style={{ width: 72, flex: 'none' }}
        min={0}
        max={99_999}
        allowDecimal={false}
        allowNegative={false}
        value={Number.isNaN(amount) ? '' : amount}
        onChange={(typed) => put(typeof typed === 'number' ? typed : undefined, unit)}
      />
      <Select
        aria-label={`${label}, ${t(($) => $.build.unit)}`}
        allowDeselect={false}
        data={units.map((one) => ({ value: one, label: t(($) => $.filter.unit[one]) }))}
        value={unit}
        onChange={(picked) => {
          if (!picked) return
          setUnit(picked)
          put(Number.isNaN(amount) ? undefined : amount, picked)
        }}
      />
    </>
  )
}
