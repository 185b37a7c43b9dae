/** A moment for a condition: one that moves with the reader's clock, or a date, or a time to the minute. */
import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay, isRelativeDay, offsetMs, relativeDays } from '#platform/filterField.ts'
import { MomentInput } from '#platform/web/ui/MomentInput.tsx'
import { LengthInput } from './LengthInput.tsx'

interface MomentValueProps {
  label: string
  /** To the minute; otherwise days only. */
  timed: boolean
  value: string | undefined
  onChange: (value: string | undefined) => void
}

const kindOf = (value: string | undefined) => {
  if (value === undefined || value === '') return null
  if (isRelativeDay(value) || value === 'now') return value
  if (offsetMs(value) !== null) return 'offset'
  return isDay(value) ? 'day' : 'moment'
}

export function MomentValue({ label, timed, value, onChange }: MomentValueProps) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<string | null>(() => kindOf(value))
  const [sign, setSign] = useState<string>(value?.startsWith('+') ? '+' : '-')
  return (
    <>
      <Select
        aria-label={label}
        allowDeselect={false}
        placeholder={t(($) => $.build.pick)}
        data={[
          { value: 'now', label: t(($) => $.filter.now) },
          ...relativeDays.map((day) => ({ value: day, label: t(($) => $.filter.day[day]) })),
          { value: 'offset', label: t(($) => $.build.relativeTime) },
          { value: 'day', label: t(($) => $.build.exact) },
          ...(timed ? [{ value: 'moment', label: t(($) => $.build.exactTime) }] : []),
        ]}
        value={kind}
        onChange={(picked) => {
          setKind(picked)
          onChange(picked === 'now' || isRelativeDay(picked) ? picked : undefined)
        }}
      />
      {kind === 'offset' && (
        <>
          <LengthInput
            label={label}
            value={value?.replace(/^[+-]/, '') ?? ''}
            onChange={(length) => onChange(length === undefined ? undefined : `${sign}${length}`)}
          />
          <Select
            aria-label={`${label}, ${t(($) => $.build.before)}`}
            allowDeselect={false}
            data={[
              { value: '-', label: t(($) => $.build.before) },
              { value: '+', label: t(($) => $.build.ahead) },
            ]}
            value={sign}
            onChange={(picked) => {
              if (!picked) return
              setSign(picked)
              if (value && offsetMs(value) !== null) onChange(`${picked}${value.replace(/^[+-]/, '')}`)
            }}
          />
        </>
      )}
      {kind === 'day' && (
        <TextInput
          type="date"
          aria-label={label}
          max="9997-12-31"
          value={value ?? ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
        />
      )}
      {kind === 'moment' && <MomentInput aria-label={label} value={value ?? null} onChange={(at) => onChange(at ?? undefined)} />}
    </>
  )
}
