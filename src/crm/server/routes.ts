/** The endpoints of Contacts and the functions that answer them. */
import * as api from '#crm/api.ts'
import { route, type Route } from '#platform/server/route.ts'
import { createContact, findContacts } from './contacts.ts'

export const crmRoutes: Route[] = [route(api.findContacts, findContacts), route(api.createContact, createContact)]
