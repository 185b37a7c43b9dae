/** The door of custom fields for those who fill them in; that of administrators is declared with the thing itself. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { customField, fieldSubjects } from './customField.ts'

export const fieldsFor = endpoint({
  method: 'GET',
  path: '/api/v1/custom-fields/for/{subject}',
  summary: 'The custom fields of tickets, Contacts or Accounts, as forms and filters need them',
  access: 'signed-in',
  input: z.object({ subject: z.enum(fieldSubjects) }),
  output: z.strictObject({ fields: z.array(customField) }),
})
