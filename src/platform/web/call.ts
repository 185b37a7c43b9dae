/** Calls the server: path, query, body, answer and errors of a request all follow from the declared endpoint. */
import { z } from 'zod'
import { type Endpoint, pathNames } from '#platform/endpoint.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { isIdle } from './activity.ts'
import { newRequestId } from './requestIds.ts'
import { seenAs, seeWithOwnEyes } from './seeAs.ts'

/**
 * Why a call failed. `offline`: no answer came, so it is unknown whether the server did anything; `broken`: an answer that is not the server's own.
 * The other kinds are those of `#platform/problem.ts`, with its fields.
 */
export class CallProblem extends Error {
  readonly status: number
  readonly kind: string
  readonly code: string | undefined
  readonly problems: readonly FieldProblem[]
  readonly requestId: string
  constructor(given: {
    status: number
    kind: string
    message: string
    code?: string | undefined
    problems?: readonly FieldProblem[]
    requestId: string
  }) {
    super(given.message)
    this.name = 'CallProblem'
    this.status = given.status
    this.kind = given.kind
    this.code = given.code
    this.problems = given.problems ?? []
    this.requestId = given.requestId
  }
}

/** The code of the problem that belongs to a field, if the server refused that field. */
export const problemOf = (error: unknown, field: string): FieldProblem | undefined =>
  error instanceof CallProblem ? error.problems.find((problem) => problem.field === field) : undefined

export interface CallOptions {
  signal?: AbortSignal | undefined
  /** The body of an endpoint that takes a file's bytes. */
  body?: Blob
  /** Outlives the page: for what is sent while a tab closes. */
  keepalive?: boolean
}

/** The address of an endpoint with its path parameters and, where the method has no body, its query filled in. */
export function addressOf<In extends z.ZodObject, Out extends z.ZodType>(endpoint: Endpoint<In, Out>, input: z.input<In>): string {
  const { path, rest } = inPath(endpoint, input)
  return hasBody(endpoint) ? path : path + queryOf(rest)
}

/** Calls an endpoint and gives its answer; everything else is thrown as a CallProblem. */
export async function call<In extends z.ZodObject, Out extends z.ZodType>(
  endpoint: Endpoint<In, Out>,
  input: z.input<In>,
  options: CallOptions = {},
): Promise<z.output<Out>> {
  const requestId = newRequestId()
  const headers: Record<string, string> = { accept: 'application/json', 'tessera-request': requestId }
  if (isIdle()) headers['tessera-idle'] = '1'
  const other = seenAs()
  if (other !== null) headers['tessera-see-as'] = String(other)
  const request: RequestInit = { method: endpoint.method, headers, credentials: 'same-origin' }
  if (options.signal) request.signal = options.signal
  if (options.keepalive) request.keepalive = true
  if (options.body) {
    headers['content-type'] = options.body.type || 'application/octet-stream'
    request.body = options.body
  } else if (hasBody(endpoint)) {
    headers['content-type'] = 'application/json'
    request.body = JSON.stringify(inPath(endpoint, input).rest)
  }
  const address = addressOf(endpoint, input)
  let answer: Response
  let text: string
  try {
    answer = await fetch(address, request)
    text = await answer.text()
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new CallProblem({ status: 0, kind: 'offline', message: 'No answer from the server', requestId })
  }
  const json = asJson(text)
  // The server that sent it was built from the same declaration, so its shape is not checked a second time here.
  if (answer.ok && json !== undefined) return json.value
  const problem = asProblem(answer.status, json?.value, requestId)
  // Their Access or Right has grown beyond one's own, or they were disabled.
  if (other !== null && problem.code === 'see_as_not_allowed') seeWithOwnEyes()
  throw problem
}

const hasBody = (endpoint: { method: string; takes?: 'bytes' }) =>
  endpoint.method !== 'GET' && endpoint.method !== 'DELETE' && endpoint.takes === undefined

function inPath(endpoint: { path: string }, input: object) {
  const rest = new Map<string, unknown>(Object.entries(input))
  let path = endpoint.path
  for (const name of pathNames(endpoint.path)) {
    path = path.replace(`{${name}}`, encodeURIComponent(asText(rest.get(name))))
    rest.delete(name)
  }
  return { path, rest: Object.fromEntries(rest) }
}

function queryOf(input: Record<string, unknown>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) if (value !== undefined && value !== null) query.set(name, asText(value))
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function asJson(text: string) {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** RFC 9457, as the server writes it; a proxy's own error page is not of this shape. */
const problemShape = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  code: z.string().optional(),
  problems: z.array(z.object({ field: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()).optional() })).optional(),
})

function asProblem(status: number, json: unknown, requestId: string): CallProblem {
  const said = problemShape.safeParse(json).data
  return new CallProblem({
    status,
    kind: said?.type?.split(/[/:#]/).at(-1) ?? 'broken',
    message: said?.detail ?? said?.title ?? `The server answered ${status}`,
    code: said?.code,
    problems: (said?.problems ?? []).map(({ details, ...problem }) => (details ? { ...problem, details } : problem)),
    requestId,
  })
}
