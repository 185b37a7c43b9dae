/** The log: one JSON line per entry on the standard output, with the request id, and never a secret, a body or a query string. */
import { pino, type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'

export type Log = Logger

/** Keys whose values never reach the log, wherever a careless line puts them. */
const secret = ['password', 'token', 'secret', 'authorization', 'cookie']

/** `to` is for tests; otherwise the standard output, written synchronously so that a crash loses no line. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>, to?: DestinationStream): Log {
  const options = {
    level: logLevel,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    serializers: { err: describeError, error: describeError },
  }
  return to ? pino(options, to) : pino(options)
}

/** What an error says about the program, without what it quotes from data: PostgreSQL's `detail` and `where` repeat values. */
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, constraint, table } = error as Error & { code?: unknown; constraint?: unknown; table?: unknown }
  return {
    name: error.name,
    message: error.message,
    code,
    constraint,
    table,
    stack: error.stack,
    cause: error.cause === undefined || depth > 3 ? undefined : describeError(error.cause, depth + 1),
  }
}
