/** The doors of Categories. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { category } from './category.ts'
import { explained, explainInput } from './explanation.ts'

export const listCategories = endpoint({
  method: 'GET',
  path: '/api/v1/categories',
  summary: 'Categories one may work in or hand tickets to',
  access: 'signed-in',
  input: z.object({}),
  output: z.strictObject({ categories: z.array(category) }),
})
export const explainDeadline = endpoint({
  method: 'POST',
  path: '/api/v1/deadlines/explain',
  summary: 'When a length of counted time is full under a Time group, and the receipt that proves it',
  access: 'signed-in',
  input: explainInput,
  output: explained,
})
