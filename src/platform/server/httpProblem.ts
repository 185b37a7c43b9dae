/** Turns whatever went wrong with a request into an RFC 9457 answer: what people may know, with the request id, and nothing of our insides. */
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import { BadInput, Problem, type FieldProblem } from '#platform/problem.ts'
import type { Log } from './log.ts'

const titles: Record<string, string> = {
  'bad-input': 'The request is not right',
  'not-signed-in': 'Not signed in',
  'not-allowed': 'Not allowed',
  'not-found': 'Not found',
  conflict: 'Someone else changed the same',
  'too-large': 'Too large',
  'rule-broken': 'A rule forbids this',
  'too-many': 'Too many attempts',
  'not-supported': 'Not supported',
  unavailable: 'Not available just now',
  failed: 'Something went wrong',
}

/** All kinds, for the document of the API. */
export const problemKinds = Object.keys(titles)

interface Said {
  status: number
  kind: string
  detail: string
  code?: string | undefined
  problems?: readonly FieldProblem[]
}

/** Sends a problem. What nobody foresaw is logged with the request id and told as nothing but that. */
export function sendProblem(reply: FastifyReply, error: unknown, log: Log, requestId: string) {
  const said = understand(error)
  if (said.status >= 500) log.error({ requestId, error }, 'request failed')
  else if (error instanceof Problem && error.cause instanceof Error)
    log.warn({ requestId, because: error.cause.message, code: said.code }, 'request refused')
  if (said.status === 503) reply.header('retry-after', '2')
  const seconds = said.problems?.map((p) => p.details?.['seconds']).find((n) => typeof n === 'number')
  if (seconds !== undefined) reply.header('retry-after', String(seconds))
  return reply
    .code(said.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: `urn:tessera:problem:${said.kind}`,
        title: titles[said.kind],
        status: said.status,
        detail: said.detail,
        code: said.code,
        problems: said.problems?.length ? said.problems : undefined,
        requestId,
      }),
    )
}

function understand(error: unknown): Said {
  if (error instanceof Problem)
    return { status: error.status, kind: error.kind, detail: error.message, code: error.code, problems: error.problems }
  const { statusCode: status, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown }
  if (status === 413) return { status, kind: 'too-large', detail: 'The body is larger than this address takes.' }
  if (status === 415) return { status, kind: 'not-supported', detail: 'This address takes JSON: send Content-Type: application/json.' }
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { status: 400, kind: 'bad-input', detail: 'The request could not be read: it is not valid HTTP or JSON.', code: 'unreadable' }
  if (typeof code === 'string' && away.has(code)) return unavailable
  if (error instanceof Error && /timeout exceeded when trying to connect|Connection terminated/.test(error.message)) return unavailable
  if (error instanceof WrongAnswer) return { status: 500, kind: 'failed', detail: error.message }
  return { status: 500, kind: 'failed', detail: 'This is our fault. The request id finds the cause in the log.' }
}

/** The database is restarting, full, or not reachable; a deadlock's loser may simply try again. */
const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '40001',
  '40P01',
])
const unavailable: Said = {
  status: 503,
  kind: 'unavailable',
  detail: 'The database does not answer just now. Nothing was changed; try again.',
}

/** An answer that is not what its endpoint declares; only while developing and testing is it looked for, and told. */
export class WrongAnswer extends Error {
  override name = 'WrongAnswer'
}

/** Each wrong field with a stable code and what a person needs to understand it. */
export const badInput = (error: z.ZodError) =>
  new BadInput(
    'Some values are not right.',
    error.issues.map((issue) => {
      const { code, path, message, input: _, ...details } = issue
      return { field: path.join('.'), code: named(issue) ?? code, details: { message, ...plain(details) } }
    }),
    'invalid',
  )

/** A schema's own rule says its code in `params`. */
const named = (issue: z.core.$ZodIssue): string | undefined => {
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined
  return typeof code === 'string' ? code : undefined
}

/** Limits and choices, without what cannot travel as JSON. */
const plain = (details: object) =>
  Object.fromEntries(Object.entries(details).filter(([, v]) => ['string', 'number', 'boolean'].includes(typeof v) || Array.isArray(v)))
