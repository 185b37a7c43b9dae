/** Fields of a ticket by their names, and their values as a person reads them. */
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { listCategories } from '#categories/api.ts'
import type { FieldSet } from '#fields/customField.ts'
import { displayValue } from '#fields/displayValue.ts'
import { useValueWords } from '#fields/web/useValueWords.ts'
import type { Person } from '#people/user.ts'
import { isEmpty } from '#platform/field.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { getFormChoices } from '#tickets/api.ts'
import { isCustomKey, keysOf, priorities, states, type FieldKey } from '#tickets/ticket.ts'
import { rememberedContact } from '#tickets/web/contactNames.ts'
import { rememberedAccount, rememberedTicket } from '#tickets/web/pickedNames.ts'

const customOf = (fields: FieldSet, key: FieldKey) => (isCustomKey(key) ? fields.byId.get(Number(key.slice('custom.'.length))) : undefined)

export function useFieldNames(fields: FieldSet) {
  const { t } = useTranslation()
  return useCallback(
    (given: string): string => {
      const [key] = keysOf({ [given]: true })
      if (key === undefined) return given === 'id' ? '' : given
      return isCustomKey(key) ? (customOf(fields, key)?.title ?? key) : t(($) => $.ticket.field[key])
    },
    [fields, t],
  )
}

/** A value of a field, in a few words; null where there is none. */
export function useFieldValues(fields: FieldSet, users: readonly Person[]) {
  const { t } = useTranslation()
  const when = useWhen()
  const words = useValueWords(users)
  const { categories = [] } = useEndpoint(listCategories, {}).data ?? {}
  const { statuses = [] } = useEndpoint(getFormChoices, {}).data ?? {}
  const one = (field: FieldKey, value: unknown): string => {
    if (typeof value === 'number') {
      const named =
        field === 'categoryId'
          ? categories.find(({ id }) => id === value)?.name
          : field === 'userId' || field === 'followerIds'
            ? users.find(({ id }) => id === value)?.name
            : field === 'statusIds'
              ? statuses.find(({ id }) => id === value)?.title
              : field === 'contactId'
                ? rememberedContact(value)?.name
                : field === 'accountId'
                  ? rememberedAccount(value)
                  : rememberedTicket(value)?.title
      return named ?? `#${value}`
    }
    const state = states.find((s) => s === value)
    if (field === 'state' && state) return t(($) => $.ticket.state[state])
    const priority = priorities.find((p) => p === value)
    if (field === 'priority' && priority) return t(($) => $.ticket.priority[priority])
    if ((field === 'deadline' || field === 'reopenAt') && typeof value === 'string') return when.full(value)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  return (given: string, value: unknown): string | null => {
    const [field] = keysOf({ [given]: true })
    if (field === undefined || isEmpty(value)) return null
    const custom = customOf(fields, field)
    if (custom) return displayValue(custom, value, words) || null
    return Array.isArray(value) ? value.map((element: unknown) => one(field, element)).join(', ') : one(field, value)
  }
}
