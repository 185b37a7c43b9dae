/** The doors of Accounts. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id } from '#platform/shapes.ts'
import { accountInput, accountRow, accountShown } from './account.ts'
import { customerHistory, listInput, mergingInput } from './customer.ts'

export const findAccounts = endpoint({
  method: 'GET',
  path: '/api/v1/accounts',
  summary: 'Accounts, each typed word of `q` beginning one of their name',
  access: 'accounts.read',
  input: z.object(listInput),
  output: z.strictObject({ accounts: z.array(accountRow), next: z.string().nullable() }),
})
export const countAccounts = endpoint({
  method: 'GET',
  path: '/api/v1/accounts/count',
  summary: 'How many Accounts such a list has',
  access: 'accounts.read',
  input: z.object({ q: listInput.q }),
  output: z.strictObject({ total: z.int() }),
})
export const getAccount = endpoint({
  method: 'GET',
  path: '/api/v1/accounts/{id}',
  summary: 'Read an Account; the number of one that was merged leads to the survivor',
  access: 'accounts.read',
  input: z.object({ id }),
  output: accountShown,
})
export const createAccount = endpoint({
  method: 'POST',
  path: '/api/v1/accounts',
  summary: 'Create an Account',
  access: 'accounts.create',
  input: accountInput,
  output: accountShown,
})
export const changeAccount = endpoint({
  method: 'PUT',
  path: '/api/v1/accounts/{id}',
  summary: 'Change an Account; all its values, with the version that was loaded',
  access: 'accounts.update',
  input: accountInput.safeExtend({ id, version: z.int() }),
  output: accountShown,
})
export const deleteAccount = endpoint({
  method: 'DELETE',
  path: '/api/v1/accounts/{id}',
  summary: 'Delete an Account that has neither Contacts nor tickets',
  access: 'accounts.delete',
  input: z.object({ id }),
  output: done,
})
export const accountHistory = endpoint({
  method: 'GET',
  path: '/api/v1/accounts/{id}/history',
  summary: 'What happened to an Account, newest first',
  access: 'accounts.read',
  ...customerHistory,
})

const reasons = ['same_name', 'same_domain'] as const
const alike = z.strictObject({ account: accountRow, reasons: z.array(z.enum(reasons)) })
export type AlikeAccount = z.infer<typeof alike>

export const similarAccounts = endpoint({
  method: 'GET',
  path: '/api/v1/accounts/{id}/duplicates',
  summary: 'Accounts that may be the same company: same name but for punctuation and legal form, Contacts of one mail domain',
  access: 'accounts.read',
  input: z.object({ id }),
  output: z.strictObject({ duplicates: z.array(alike) }),
})
export const listAccountDuplicates = endpoint({
  method: 'GET',
  path: '/api/v1/account-duplicates',
  summary: 'Accounts of the whole desk that may be the same company, at most 50 groups',
  access: 'accounts.read',
  input: z.object({}),
  output: z.strictObject({
    groups: z.array(z.strictObject({ reason: z.enum(reasons), accounts: z.array(accountRow) })),
    more: z.boolean(),
  }),
})
export const previewAccountMerge = endpoint({
  method: 'POST',
  path: '/api/v1/accounts/{id}/merge-preview',
  reads: true,
  summary: 'What would move to this Account if the others were merged into it, and what it would look like',
  access: 'accounts.update',
  input: z.object(mergingInput),
  output: z.strictObject({
    /** By kind: contacts, tickets. */
    moves: z.record(z.string(), z.int()),
    result: z.strictObject({ id: z.int(), name: z.string(), sla: accountRow.shape.sla, note: z.string() }),
  }),
})
export const mergeAccounts = endpoint({
  method: 'POST',
  path: '/api/v1/accounts/{id}/merge',
  summary: 'Merge other Accounts into this one; their Contacts and tickets become its, their pages lead to it',
  access: 'accounts.update',
  input: z.object(mergingInput),
  /** `background`: there is so much that it goes on by itself and is done in a few minutes. */
  output: z.strictObject({ account: accountShown, background: z.boolean() }),
})
