/** Choosing among the Statuses that the Category offers: one, or several where it allows them. Coloured, and nothing else is offered. */
import { MultiSelect, Pill, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import css from './TicketForm.module.css'
import { StatusChip, StatusTile } from './StatusChip.tsx'

interface Status {
  id: number
  title: string
  color: string
}
interface Props {
  id: string
  'data-field'?: string
  'aria-describedby'?: string
  /** All that may stand in the value. */
  statuses: readonly Status[]
  offered: readonly number[]
  several: boolean
  required: boolean
  value: readonly number[]
  onPick: (statuses: number[]) => void
}

export function StatusPicker({ statuses, offered, several, required, value, onPick, ...input }: Props) {
  const { t } = useTranslation()
  const statusOf = (id: unknown) => statuses.find((status) => String(status.id) === String(id))
  const data = statuses
    .filter(({ id }) => offered.includes(id) || value.includes(id))
    .map(({ id, title }) => ({ value: String(id), label: title }))
  const renderOption = ({ option }: { option: { value: string; label: string } }) => (
    <StatusChip plain title={option.label} color={statusOf(option.value)?.color ?? 'grey'} />
  )
  const shared = {
    ...input,
    'aria-required': required || undefined,
    data,
    renderOption,
    searchable: data.length > 8,
    disabled: data.length === 0,
    clearButtonProps: { 'aria-label': t(($) => $.ticket.pick.clear, { field: t(($) => $.ticket.field.statusIds) }) },
    nothingFoundMessage: t(($) => $.ticket.pick.nothing),
  }
  const empty = data.length === 0 ? t(($) => $.ticket.fill.noStatus) : t(($) => $.ticket.fill.status)
  // More than one may stand here from a Category that allowed several.
  if (several || value.length > 1)
    return (
      <MultiSelect
        {...shared}
        placeholder={value.length === 0 ? empty : undefined}
        value={value.map(String)}
        onChange={(picked) => onPick(picked.map(Number))}
        renderPill={({ option, onRemove }) => (
          <Pill
            withRemoveButton
            {...(onRemove ? { onRemove } : {})}
            removeButtonProps={{ 'aria-label': t(($) => $.common.remove, { what: option?.label ?? '' }) }}
          >
            <StatusChip plain title={option?.label ?? ''} color={statusOf(option?.value ?? '')?.color ?? 'grey'} />
          </Pill>
        )}
      />
    )
  const one = value[0]
  return (
    <Select
      {...shared}
      clearable
      placeholder={empty}
      value={one === undefined ? null : String(one)}
      {...(one === undefined
        ? {}
        : { leftSection: <StatusTile color={statusOf(one)?.color ?? 'grey'} />, classNames: { input: css.tiled ?? '' } })}
      onChange={(picked) => onPick(picked === null ? [] : [Number(picked)])}
    />
  )
}
