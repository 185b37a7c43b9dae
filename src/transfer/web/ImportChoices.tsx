/** What becomes of people and names that the desk does not know, how dates are read, and whether tickets come as they were. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listCategories } from '#categories/api.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { useMe } from '#people/web/session.ts'
import type { Permission } from '#platform/permission.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { dateOrders, pastTargets, type Choices, type Column, type Target, type TicketImport } from '#transfer/ticketImport.ts'
import css from './transfer.module.css'

const unknowns = ['users', 'contacts', 'accounts', 'categories', 'statuses', 'options', 'parents'] as const
type Unknown = (typeof unknowns)[number]
const hows = ['refuse', 'empty', 'create'] as const

/** The columns that a choice is about, and what creating needs. */
const about: Record<Exclude<Unknown, 'options'>, readonly Target[]> = {
  users: ['user', 'followers'],
  contacts: ['contact', 'contactName'],
  accounts: ['account'],
  categories: ['category'],
  statuses: ['statuses'],
  parents: ['parent'],
}
const creates: Partial<Record<Unknown, readonly Permission[]>> = {
  contacts: ['contacts.create'],
  accounts: ['accounts.create'],
  categories: ['categories.create'],
  statuses: ['categories.create', 'categories.update'],
  options: ['settings.update'],
}
const dated: readonly Column[] = ['deadline', 'reopenAt', ...pastTargets]

/** Only what the columns ask for is shown. */
export function ImportChoices({ held, disabled, onChange }: { held: TicketImport; disabled: boolean; onChange: (to: Choices) => void }) {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const { choices, columns } = held
  const { categories = [] } = useEndpoint(listCategories, {}).data ?? {}
  const fields = useCustomFields('ticket')
  const custom = columns.flatMap((one) => (one?.startsWith('custom.') ? (fields.byId.get(Number(one.slice('custom.'.length))) ?? []) : []))
  const has = (...wanted: readonly Column[]) => columns.some((one) => wanted.includes(one))
  const asks = (kind: Unknown) =>
    kind === 'options'
      ? custom.some(({ type }) => type === 'select' || type === 'multi_select')
      : has(...about[kind]) || (kind === 'users' && custom.some(({ type }) => type === 'user'))
  const dates = has(...dated) || custom.some(({ type }) => type === 'date' || type === 'date_time')
  const change = (to: Partial<Choices>) => onChange({ ...choices, ...to })
  const howOf = (kind: Unknown) =>
    hows.filter((how) => how !== 'create' || (creates[kind]?.every((permission) => permissions.includes(permission)) ?? false))
  return (
    <section className={css.choices} aria-label={t(($) => $.transfer.choices)}>
      <h2 className={css.sub}>{t(($) => $.transfer.choices)}</h2>
      <div className={css.grid}>
        {has('externalId') && <Source value={choices.source} disabled={disabled} onChange={(source) => change({ source })} />}
        <NativeSelect
          label={t(($) => $.transfer.category)}
          disabled={disabled}
          value={String(choices.categoryId ?? '')}
          data={[
            { value: '', label: t(($) => $.transfer.noCategory) },
            ...categories.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChange={(event) => change({ categoryId: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })}
        />
        {unknowns.filter(asks).map((kind) => (
          <NativeSelect
            key={kind}
            label={t(($) => $.transfer.unknown[kind])}
            disabled={disabled}
            value={choices[kind]}
            data={howOf(kind).map((how) => ({
              value: how,
              label: kind === 'categories' && how === 'empty' ? t(($) => $.transfer.howCategory) : t(($) => $.transfer.how[how]),
            }))}
            onChange={(event) => {
              const how = howOf(kind).find((one) => one === event.currentTarget.value)
              if (how) change({ [kind]: how })
            }}
          />
        ))}
        {dates && (
          <>
            <NativeSelect
              label={t(($) => $.transfer.zone)}
              disabled={disabled}
              value={choices.zone}
              data={[...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', choices.zone])].toSorted()}
              onChange={(event) => change({ zone: event.currentTarget.value })}
            />
            <NativeSelect
              label={t(($) => $.transfer.dates)}
              disabled={disabled}
              value={choices.dates}
              data={dateOrders.map((one) => ({ value: one, label: t(($) => $.transfer.order[one]) }))}
              onChange={(event) => change({ dates: dateOrders.find((one) => one === event.currentTarget.value) ?? 'dmy' })}
            />
          </>
        )}
      </div>
      {permissions.includes('settings.update') && (
        <Checkbox
          label={t(($) => $.transfer.asTheyWere)}
          description={t(($) => $.transfer.asTheyWereHint)}
          disabled={disabled}
          checked={choices.asTheyWere}
          onChange={(event) => change({ asTheyWere: event.currentTarget.checked })}
        />
      )}
    </section>
  )
}

/** Kept when it is left: every letter would read the file anew. */
function Source({ value, disabled, onChange }: { value: string; disabled: boolean; onChange: (to: string) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(value)
  return (
    <TextInput
      label={t(($) => $.transfer.source)}
      description={t(($) => $.transfer.sourceHint)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maxLength={60}
      disabled={disabled}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => (typed.trim() === '' ? setTyped(value) : typed.trim() !== value && onChange(typed.trim()))}
    />
  )
}
