/** The doors of Accounts. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id } from '#platform/shapes.ts'
import { accountInput, accountRow, accountShown } from './account.ts'
import { customerHistory, listInput } from './customer.ts'

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
  summary: 'Read an Account',
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
