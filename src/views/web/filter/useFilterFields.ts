/** What the filters of this desk can ask, with the names of everything that a condition may speak of: for the builder, the chips and the search box. */
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { listCategories } from '#categories/api.ts'
import { getAccount } from '#crm/accountApi.ts'
import { getContact } from '#crm/api.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { listUsers } from '#people/api.ts'
import { useMe } from '#people/web/session.ts'
import { conditionsOf, type Filter } from '#platform/filter.ts'
import type { Catalogue, FilterField, FilterType } from '#platform/filterField.ts'
import { call } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { getFormChoices } from '#tickets/api.ts'
import { customOfKey, filterFields, isFixedField } from '#tickets/filterFields.ts'

export interface Choice {
  value: string | number
  label: string
  /** How it is written, where the label says more. */
  name?: string
}
export interface FilterFields {
  /** Whether all names are there. */
  ready: boolean
  catalogue: Catalogue
  /** The field's name. */
  label: (key: string) => string
  /** What a field can be set to; null: it is typed or looked up. */
  choices: (field: FilterField) => readonly Choice[] | null
}

export function useFilterFields(): FilterFields {
  const { t } = useTranslation()
  const me = useMe()
  const [ticket, contact, account] = [useCustomFields('ticket'), useCustomFields('contact'), useCustomFields('account')]
  const users = useEndpoint(listUsers, {}).data?.users
  const categories = useEndpoint(listCategories, {}).data?.categories
  const statuses = useEndpoint(getFormChoices, {}).data?.statuses
  return useMemo(() => {
    const catalogue = filterFields([ticket, contact, account])
    const fixedWords: Partial<Record<FilterType, readonly Choice[]>> = {
      user: [
        { value: 'me', label: t(($) => $.filter.me) },
        { value: 'my_team', label: t(($) => $.filter.my_team) },
        ...(users ?? []).map(({ id, name }) => ({ value: id, label: id === me.id ? t(($) => $.common.me, { name }) : name, name })),
      ],
      category: (categories ?? []).map(({ id, name }) => ({ value: id, label: name })),
      status: (statuses ?? []).map(({ id, title }) => ({ value: id, label: title })),
    }
    const wordOf = (key: string, value: string): string => {
      if (key === 'priority') return t(($) => $.ticket.priority[value === 'high' || value === 'low' ? value : 'medium'])
      if (key === 'state')
        return t(($) => $.ticket.state[value === 'waiting' || value === 'closed' || value === 'archived' ? value : 'open'])
      if (key === 'lastDirection') return t(($) => $.filter.last[value === 'out' || value === 'internal' ? value : 'in'])
      if (key === 'begunBy') return t(($) => $.filter.begun[value === 'us' ? value : 'customer'])
      return t(($) => $.filter.origin[value === 'manual' || value === 'api' || value === 'import' ? value : 'email'])
    }
    return {
      ready: users !== undefined && categories !== undefined && statuses !== undefined,
      catalogue,
      label: (key) => {
        if (isFixedField(key)) return t(($) => $.filter.field[key])
        const title = catalogue.get(key)?.title ?? key
        return t(($) => $.filter.customOf[customOfKey(key)?.subject ?? 'ticket'], { title })
      },
      choices: (field) => {
        if (field.options) return field.options.map(({ id, title }) => ({ value: id, label: title }))
        if (field.choices) return field.choices.map((value) => ({ value, label: wordOf(field.key, value) }))
        return fixedWords[field.type] ?? null
      },
    }
  }, [t, me.id, ticket, contact, account, users, categories, statuses])
}

/** Names of the Contacts and Accounts that a filter speaks of; undefined while they load or where one may not see them. */
export function useNamesIn(trees: readonly Filter[], { catalogue }: FilterFields) {
  const asked = new Map<string, { type: 'contact' | 'account'; id: number }>()
  for (const tree of trees)
    for (const { condition } of conditionsOf(tree)) {
      const type = catalogue.get(condition.field)?.type
      if (type !== 'contact' && type !== 'account') continue
      for (const id of [condition.value].flat()) if (typeof id === 'number') asked.set(`${type} ${id}`, { type, id })
    }
  const list = [...asked.values()]
  return useQueries({
    queries: list.map(({ type, id }) => ({
      queryKey: [...(type === 'contact' ? keyOf(getContact) : keyOf(getAccount)), 'name', id],
      queryFn: async () => (type === 'contact' ? (await call(getContact, { id })).name : (await call(getAccount, { id })).name),
      retry: false,
    })),
    combine: (answers) => {
      const names = new Map(list.map(({ type, id }, n) => [`${type} ${id}`, answers[n]?.data]))
      return (type: string, id: number) => names.get(`${type} ${id}`)
    },
  })
}
