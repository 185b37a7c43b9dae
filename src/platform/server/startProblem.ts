/** What keeps Tessera from running, said to the person at the console. */

/** An error whose message is the whole story: shown without a stack trace, and the process ends with 1. */
export class StartProblem extends Error {
  override name = 'StartProblem'
}
