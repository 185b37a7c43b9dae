/** The door that computes a deadline and proves it; by itself, for the clock is much to load and few pages ask it. */
import { endpoint } from '#platform/endpoint.ts'
import { explained, explainInput } from './explanation.ts'

export const explainDeadline = endpoint({
  method: 'POST',
  path: '/api/v1/deadlines/explain',
  reads: true,
  summary: 'When a length of counted time is full under a Time group, and the receipt that proves it',
  access: 'signed-in',
  input: explainInput,
  output: explained,
})
