/** What is the same for every row of a batch is asked once; what differs can be asked for all of them beforehand. */
import type { Context } from './context.ts'

type Part = string | number | null

/** A question to the database, by its arguments. Outside of a batch it is asked each time. */
export interface Question<A extends readonly Part[], T> {
  ask: (ctx: Context, ...of: A) => Promise<T>
  /** Its answer is known already. */
  tell: (ctx: Context, answer: T, ...of: A) => void
}

/** Answers live as long as the batch: some hundred rows in one transaction. */
export function question<A extends readonly Part[], T>(ask: (ctx: Context, ...of: A) => Promise<T>): Question<A, T> {
  const known = new WeakMap<object, Map<string, Promise<T>>>()
  const answersOf = (batch: object) => {
    let answers = known.get(batch)
    if (!answers) known.set(batch, (answers = new Map()))
    return answers
  }
  return {
    ask(ctx, ...of) {
      if (!ctx.batch) return ask(ctx, ...of)
      const answers = answersOf(ctx.batch)
      const key = of.join(' ')
      let answer = answers.get(key)
      if (!answer) answers.set(key, (answer = ask(ctx, ...of)))
      return answer
    },
    tell: (ctx, answer, ...of) => void (ctx.batch && answersOf(ctx.batch).set(of.join(' '), Promise.resolve(answer))),
  }
}
