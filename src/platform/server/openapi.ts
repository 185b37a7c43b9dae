/** The API's document (OpenAPI 3.1), made from the very schemas that check requests and answers. */
import { z } from 'zod'
import { pathNames, type Endpoint } from '#platform/endpoint.ts'
import { problemKinds } from './httpProblem.ts'

const problem = z.object({
  type: z.string().describe(`urn:tessera:problem: and one of ${problemKinds.join(', ')}`),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().optional().describe('A stable code: a missing permission’s name, for example'),
  problems: z
    .array(z.object({ field: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()).optional() }))
    .optional()
    .describe('Each wrong field'),
  requestId: z.string().describe('Finds the cause in the log'),
})

/** The whole document for these endpoints. */
export function openapi(endpoints: readonly Endpoint[], version: string) {
  const paths: Record<string, Record<string, ReturnType<typeof operation>>> = {}
  for (const endpoint of endpoints) (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tessera',
      version,
      description:
        'Everything the pages do, they do through these addresses. Ids are integers, times are ISO 8601 in UTC with milliseconds, errors are problem+json (RFC 9457).',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(endpoints.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem, 'output') },
      responses: {
        Problem: {
          description: 'Refused or failed',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: { type: 'apiKey', in: 'cookie', name: 'tessera_session', description: 'The cookie that signing in sets' },
      },
    },
  }
}

/** The first noun of the path. */
const tagOf = ({ path }: Endpoint) => path.split('/')[3] ?? ''

function operation(endpoint: Endpoint) {
  const { method, path, summary, access, input, output, takes, gives } = endpoint
  const inPath = pathNames(path)
  const schema = jsonSchema(input, 'input')
  const properties = Object.entries(schema.properties ?? {})
  const required = new Set(schema.required)
  const asQuery = method === 'GET' || method === 'DELETE' || takes === 'bytes'
  const parameters = properties
    .filter(([name]) => asQuery || inPath.includes(name))
    .map(([name, one]) =>
      inPath.includes(name)
        ? { name, in: 'path', required: true, schema: one }
        : { name, in: 'query', required: required.has(name), schema: one },
    )
  const rest = properties.filter(([name]) => !inPath.includes(name))
  const body = {
    ...schema,
    properties: Object.fromEntries(rest),
    required: [...required].filter((name) => !inPath.includes(name)),
  }
  return {
    operationId: operationId(endpoint),
    summary,
    tags: [tagOf(endpoint)],
    ...(access !== 'public' && access !== 'signed-in' && { description: `Needs the permission \`${access}\`.` }),
    ...(access === 'public' ? { security: [] } : { security: [{ token: [] }, { session: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(takes === 'bytes' && { requestBody: { required: true, content: { 'application/octet-stream': {} } } }),
    ...(!asQuery && rest.length > 0 && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      200: {
        description: 'Done',
        content: gives === 'bytes' ? { 'application/octet-stream': {} } : { 'application/json': { schema: jsonSchema(output, 'output') } },
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

/** Stable and readable: `get_tickets_id_activities`. */
const operationId = ({ method, path }: Endpoint) =>
  [
    method.toLowerCase(),
    ...path
      .split('/')
      .slice(3)
      .map((part) => part.replaceAll(/[{}]/g, '').replaceAll('-', '_')),
  ].join('_')

function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', cycles: 'ref', reused: 'inline' })
  return rest
}
