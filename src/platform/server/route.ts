/** Joins a declared endpoint to the function that answers it. Each domain's `server/routes.ts` is a list of these. */
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Endpoint } from '#platform/endpoint.ts'
import type { Context } from './context.ts'

export interface Route {
  endpoint: Endpoint
  /** A method, so that the type of its own input may stand for the unknown one: `route` has made sure that they fit. */
  handle(ctx: Context, input: unknown, exchange: Exchange): Promise<unknown>
}

/** What a few routes need of the HTTP exchange itself: signing in sets a cookie, sessions show where they come from, files are bytes. */
export interface Exchange {
  address: string
  browser: string
  /** The bearer of this request, if it came by cookie or token. */
  sessionToken: string | undefined
  setSession: (token: string | null, expiresAt?: Date) => void
  /** The body of an endpoint that takes bytes; fails with TooLarge beyond the endpoint's limit. */
  bytes: Readable | undefined
  /** The header that asks for a part of a file. */
  range: string | undefined
}

/** The answer of an endpoint that gives bytes. Headers given here replace the usual ones, the content security policy included. */
export class Bytes {
  readonly body: Readable | Buffer | string
  readonly headers: Record<string, string>
  readonly status: number
  constructor(body: Bytes['body'], headers: Bytes['headers'], status = 200) {
    this.body = body
    this.headers = headers
    this.status = status
  }
}

export const route = <In extends z.ZodObject, Out extends z.ZodType>(
  endpoint: Endpoint<In, Out>,
  handle: (ctx: Context, input: z.output<In>, exchange: Exchange) => Promise<z.input<Out>>,
): Route => ({ endpoint, handle })

/** For an endpoint declared with `gives: 'bytes'`. */
export const bytesRoute = <In extends z.ZodObject>(
  endpoint: Endpoint<In>,
  handle: (ctx: Context, input: z.output<In>, exchange: Exchange) => Promise<Bytes>,
): Route => ({ endpoint, handle })
