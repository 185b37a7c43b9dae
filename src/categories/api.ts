/** The door of the Categories that one works in. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { category } from './category.ts'

export const listCategories = endpoint({
  method: 'GET',
  path: '/api/v1/categories',
  summary: 'Categories one may work in or hand tickets to',
  access: 'signed-in',
  input: z.object({}),
  output: z.strictObject({ categories: z.array(category) }),
})
