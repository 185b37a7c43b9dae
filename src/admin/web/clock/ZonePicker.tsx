/** Choosing a time zone: all that the browser knows, found by any part of the name, with its offset now. */
import { Select } from '@mantine/core'
import { useMemo } from 'react'

interface ZonePickerProps {
  id: string
  value: string | null
  /** What no zone means; without it one must be chosen. */
  none?: string
  onChange: (zone: string | null) => void
}

export function ZonePicker({ id, value, none, onChange }: ZonePickerProps) {
  const zones = useMemo(() => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(value ? [value] : [])])].toSorted(), [value])
  return (
    <Select
      id={id}
      maw={360}
      searchable
      limit={100}
      clearable={none !== undefined}
      allowDeselect={false}
      placeholder={none ?? ''}
      value={value}
      data={zones}
      filter={({ options, search }) => {
        const wanted = search.toLowerCase().replaceAll(' ', '_')
        return options.filter((option) => 'value' in option && option.value.toLowerCase().includes(wanted))
      }}
      renderOption={({ option }) => (
        <span style={{ display: 'flex', flex: 1, justifyContent: 'space-between', gap: 12 }}>
          <span>{option.value.replaceAll('_', ' ')}</span>
          <span className="meta ink3 n">{offsetOf(option.value)}</span>
        </span>
      )}
      onChange={onChange}
    />
  )
}

/** “GMT+01:00”, at this moment. */
function offsetOf(zone: string) {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts()
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  } catch {
    return ''
  }
}
