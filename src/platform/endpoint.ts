/** An endpoint is declared once; the server's route, the browser's call and the OpenAPI document derive from it. */
import type { z } from 'zod'
import type { Permission } from './permission.ts'

/**
 * `input` holds path parameters (named in `path` as `{name}`), query (GET and DELETE) and body (the others) in one flat object.
 * `access`: `public`, `signed-in`, or the permission it needs; what a Right hides is decided by the command or query itself.
 */
export interface Endpoint<In extends z.ZodObject = z.ZodObject, Out extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: `/api/v1/${string}`
  summary: string
  access: 'public' | 'signed-in' | Permission
  input: In
  output: Out
  /** Only reads, whatever its method says: also for who sees the desk as another User. */
  reads?: true
  /** Largest body in bytes; 1 MB if not given. */
  limit?: number
  /** The body is a file's bytes instead of JSON, and the input comes from path and query. */
  takes?: 'bytes'
  /** The answer is a file's bytes instead of JSON, and `output` describes nothing. */
  gives?: 'bytes'
}

export const endpoint = <In extends z.ZodObject, Out extends z.ZodType>(declared: Endpoint<In, Out>) => declared

/** The names in a path's braces. */
export const pathNames = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '')
