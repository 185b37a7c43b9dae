/** Calls of the API by what it declares: the same endpoints, the same shapes. */
import type { z } from 'zod'
import { pathNames, type Endpoint } from '#platform/endpoint.ts'

/** An answer that is not 2xx. */
export class Refused extends Error {
  readonly status: number
  readonly problem: unknown
  constructor(status: number, problem: unknown) {
    super(`${status} ${JSON.stringify(problem)}`)
    this.status = status
    this.problem = problem
  }
}

export class Api {
  readonly #url: () => string
  readonly token: string
  constructor(url: () => string, token: string) {
    this.#url = url
    this.token = token
  }
  get url() {
    return this.#url()
  }

  /** Calls an endpoint as the token's User; the answer has passed its strict schema. */
  async call<In extends z.ZodObject, Out extends z.ZodType>(endpoint: Endpoint<In, Out>, input: z.input<In>): Promise<z.output<Out>> {
    const values: Record<string, unknown> = { ...input }
    let path: string = endpoint.path
    for (const name of pathNames(endpoint.path)) {
      path = path.replace(`{${name}}`, encodeURIComponent(String(values[name])))
      delete values[name]
    }
    const inQuery = endpoint.method === 'GET' || endpoint.method === 'DELETE'
    const query = inQuery
      ? `?${new URLSearchParams(Object.entries(values).flatMap(([k, v]) => (v === undefined ? [] : [[k, typeof v === 'string' ? v : JSON.stringify(v)]])))}`
      : ''
    const response = await this.raw(endpoint.method, path + query, inQuery ? undefined : JSON.stringify(values))
    const body: unknown = await response.json()
    if (!response.ok) throw new Refused(response.status, body)
    return endpoint.output.parse(body)
  }

  /** Any request with the token, whatever it means. */
  raw(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
  }
}
