/** Contacts or Accounts for a condition: found by words, shown by name. */
import { MultiSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findAccounts, getAccount } from '#crm/accountApi.ts'
import { findContacts, getContact } from '#crm/api.ts'
import { useQueries } from '@tanstack/react-query'
import { call } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'

interface CustomerInputProps {
  type: 'contact' | 'account'
  label: string
  several?: boolean
  value: readonly number[]
  onChange: (ids: number[]) => void
}

export function CustomerInput({ type, label, several = false, value, onChange }: CustomerInputProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 150)
  const contacts = useEndpoint(findContacts, { q, limit: 20 }, { enabled: type === 'contact' && q !== '', keepPrevious: true })
  const accounts = useEndpoint(findAccounts, { q, limit: 20 }, { enabled: type === 'account' && q !== '', keepPrevious: true })
  const found = q === '' ? [] : type === 'contact' ? (contacts.data?.contacts ?? []) : (accounts.data?.accounts ?? [])
  const names = useQueries({
    queries: value.map((id) => ({
      queryKey: [...(type === 'contact' ? keyOf(getContact) : keyOf(getAccount)), 'name', id],
      queryFn: async () => (type === 'contact' ? (await call(getContact, { id })).name : (await call(getAccount, { id })).name),
      retry: false,
    })),
    combine: (answers) => new Map(value.map((id, n) => [id, answers[n]?.data])),
  })
  const known = new Map([
    ...value.map((id) => [id, names.get(id) ?? `#${id}`] as const),
    ...found.map(({ id, name }) => [id, name] as const),
  ])
  return (
    <MultiSelect
      aria-label={label}
      searchable
      hidePickedOptions
      {...(value.length === 0 ? { placeholder: t(($) => $.build.find) } : {})}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={q === '' ? undefined : t(($) => $.build.nothing)}
      data={[...known].map(([id, name]) => ({ value: String(id), label: name }))}
      value={value.map(String)}
      onChange={(picked) => onChange(several ? picked.map(Number) : picked.slice(-1).map(Number))}
    />
  )
}
