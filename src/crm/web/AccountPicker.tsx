/** Choosing an Account: found by the words of its name as one types; one that is not there yet can be created. */
import { CloseButton, Combobox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { createAccount, findAccounts } from '#crm/accountApi.ts'
import { useMay } from '#people/web/session.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { useTypedSearch } from '#platform/web/ui/useTypedSearch.ts'

interface Named {
  id: number
  name: string
}
interface Props {
  id: string
  'aria-describedby'?: string
  value: Named | null
  disabled?: boolean
  onPick: (account: Named | null) => void
}

export function AccountPicker({ value, onPick, disabled = false, ...input }: Props) {
  const { t } = useTranslation()
  const { typed, q, list, leave, line } = useTypedSearch()
  const found = useEndpoint(findAccounts, { q, limit: 20 }, { enabled: typed !== null, keepPrevious: true, staleTime: 0 })
  const mayCreate = useMay('accounts.create')
  const create = useCommand(createAccount, { onSuccess: (account) => pick(account) })
  const accounts = typed === null ? [] : (found.data?.accounts ?? [])
  const name = typed?.trim() ?? ''
  const isNew = name !== '' && mayCreate && !accounts.some((one) => one.name.toLowerCase() === name.toLowerCase())
  function pick(account: Named | null) {
    onPick(account && { id: account.id, name: account.name })
    leave()
  }
  return (
    <Combobox
      store={list}
      onOptionSubmit={(option) =>
        option === 'create' ? create.mutate({ name }) : pick(accounts.find((one) => String(one.id) === option) ?? null)
      }
    >
      <Combobox.Target>
        <TextInput
          {...input}
          {...line}
          disabled={disabled}
          placeholder={value?.name ?? t(($) => $.crm.pickAccount)}
          value={typed ?? value?.name ?? ''}
          error={create.error?.message}
          rightSection={
            value !== null && !disabled && <CloseButton size="xs" aria-label={t(($) => $.crm.clearAccount)} onClick={() => pick(null)} />
          }
          onFocus={(event) => event.currentTarget.select()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed === null}>
        <Combobox.Options aria-label={t(($) => $.crm.field.accountId)}>
          {accounts.map((one) => (
            <Combobox.Option key={one.id} value={String(one.id)}>
              {one.name}
            </Combobox.Option>
          ))}
          {isNew && <Combobox.Option value="create">{t(($) => $.crm.createAccount, { name })}</Combobox.Option>}
          {accounts.length === 0 && !isNew && found.data && <Combobox.Empty>{t(($) => $.crm.noAccountFound)}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
