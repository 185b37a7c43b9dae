/** What stops a ticket from being saved by a person or automation. Asked inside the transaction, and in the form while typing. */
import type { FieldName } from './ticket.ts'

export interface RuleFacts {
  /** The fields this save touches. */
  touched: ReadonlySet<FieldName>
  categoryAllowed: boolean
  categoryExists: boolean
  /** The new owner exists, is active and has a Right to the category; true when nobody. */
  userAllowed: boolean
  contactExists: boolean
}

interface Rule {
  field: FieldName
  code: 'category_not_allowed' | 'user_not_allowed' | 'invalid_value'
  /** The fields whose change makes the rule be asked. */
  when: readonly FieldName[]
  broken: (facts: RuleFacts) => boolean
}

export const rules: readonly Rule[] = [
  { field: 'categoryId', code: 'invalid_value', when: ['categoryId'], broken: (f) => !f.categoryExists },
  { field: 'categoryId', code: 'category_not_allowed', when: ['categoryId'], broken: (f) => f.categoryExists && !f.categoryAllowed },
  { field: 'userId', code: 'user_not_allowed', when: ['userId'], broken: (f) => !f.userAllowed },
  { field: 'contactId', code: 'invalid_value', when: ['contactId'], broken: (f) => !f.contactExists },
]

/** The broken rules among those that speak of a touched field. */
export const problemsWith = (facts: RuleFacts) =>
  rules
    .filter((rule) => rule.when.some((field) => facts.touched.has(field)) && rule.broken(facts))
    .map(({ field, code }) => ({ field, code }))
