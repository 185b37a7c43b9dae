/** The endpoints of Contacts and Accounts and the functions that answer them. */
import * as accountApi from '#crm/accountApi.ts'
import * as api from '#crm/api.ts'
import * as importApi from '#crm/importApi.ts'
import { bytesRoute, route, type Route } from '#platform/server/route.ts'
import { countAccounts, findAccounts, getAccount } from './accountQueries.ts'
import type { CustomerHolders } from './customerHolder.ts'
import { countContacts, findContacts, getContact } from './contactQueries.ts'
import { customerHistory } from './customerHistory.ts'
import { listAccountDuplicates, similarAccounts } from './accountDuplicates.ts'
import { listDuplicates, similarContacts } from './duplicates.ts'
import { beginImport, changeImport, getImport, importProblems, uploadImport } from './imports.ts'
import { mergeAccounts, previewAccountMerge } from './mergeAccounts.ts'
import { mergeContacts, previewMerge } from './mergeContacts.ts'
import { changeAccount, createAccount, deleteAccount } from './saveAccount.ts'
import { changeContact, createContact, deleteContact } from './saveContact.ts'

/** `holders`: what points at Contacts and Accounts, and moves when they are merged. */
export const crmRoutes = ({ holders }: { holders: CustomerHolders }): Route[] => [
  route(api.findContacts, findContacts),
  route(api.countContacts, countContacts),
  route(api.getContact, getContact),
  route(api.createContact, createContact),
  route(api.changeContact, changeContact),
  route(api.deleteContact, deleteContact),
  route(api.contactHistory, (ctx, input) => customerHistory(ctx, 'contact', input)),
  route(api.similarContacts, similarContacts),
  route(api.listDuplicates, listDuplicates),
  route(api.previewMerge, (ctx, input) => previewMerge(ctx, input, holders.contact)),
  route(api.mergeContacts, (ctx, input) => mergeContacts(ctx, input, holders.contact)),
  route(importApi.uploadImport, uploadImport),
  route(importApi.getImport, getImport),
  route(importApi.changeImport, changeImport),
  route(importApi.checkImport, (ctx, input) => beginImport(ctx, input, 'checking')),
  route(importApi.startImport, (ctx, input) => beginImport(ctx, input, 'importing')),
  bytesRoute(importApi.importProblems, importProblems),
  route(accountApi.findAccounts, findAccounts),
  route(accountApi.countAccounts, countAccounts),
  route(accountApi.getAccount, getAccount),
  route(accountApi.createAccount, createAccount),
  route(accountApi.changeAccount, changeAccount),
  route(accountApi.deleteAccount, deleteAccount),
  route(accountApi.similarAccounts, similarAccounts),
  route(accountApi.listAccountDuplicates, listAccountDuplicates),
  route(accountApi.previewAccountMerge, (ctx, input) => previewAccountMerge(ctx, input, holders.account)),
  route(accountApi.mergeAccounts, (ctx, input) => mergeAccounts(ctx, input, holders.account)),
  route(accountApi.accountHistory, (ctx, input) => customerHistory(ctx, 'account', input)),
]
