/** The five ways in which a request can be refused. Commands throw them; each edge translates them once (RFC 9457 for HTTP). */

/** A broken rule or wrong value, with the field it belongs to. `code` is stable; the words belong to the catalogue. */
export interface FieldProblem {
  field: string
  code: string
  /** What a person needs to understand it: the other value of a conflict, who wrote it, a limit. */
  details?: Record<string, unknown>
}

export abstract class Problem extends Error {
  abstract readonly status: number
  abstract readonly kind: string
  readonly problems: readonly FieldProblem[]
  readonly code: string | undefined
  constructor(message: string, problems: readonly FieldProblem[] = [], code?: string) {
    super(message)
    this.problems = problems
    this.code = code
  }
}

export class BadInput extends Problem {
  readonly status = 400
  readonly kind = 'bad-input'
}
/** Not signed in, or the session or token is no longer valid. */
export class NotSignedIn extends Problem {
  readonly status = 401
  readonly kind = 'not-signed-in'
}
/** What one may see but not do; `code` is the missing permission. */
export class NotAllowed extends Problem {
  readonly status = 403
  readonly kind = 'not-allowed'
}
/** What does not exist, or what this person may not see: no difference is shown. */
export class NotFound extends Problem {
  readonly status = 404
  readonly kind = 'not-found'
}
/** Someone changed the same field; each problem carries both values and who wrote the other one. */
export class Conflict extends Problem {
  readonly status = 409
  readonly kind = 'conflict'
}
export class TooLarge extends Problem {
  readonly status = 413
  readonly kind = 'too-large'
}
export class RuleBroken extends Problem {
  readonly status = 422
  readonly kind = 'rule-broken'
}
export class TooMany extends Problem {
  readonly status = 429
  readonly kind = 'too-many'
}
