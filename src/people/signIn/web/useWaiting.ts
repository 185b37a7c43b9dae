/** After too many attempts: how long to wait, in words. */
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'

/** Undefined where the error is another one, or none. */
export function useWaiting(error: Error | null): string | undefined {
  const { t } = useTranslation()
  if (!(error instanceof CallProblem) || error.status !== 429) return undefined
  const seconds = error.problems.map((problem) => problem.details?.['seconds']).find((n) => typeof n === 'number')
  return seconds === undefined
    ? t(($) => $.people.signIn.tooManySomeTime)
    : t(($) => $.people.signIn.tooMany, { seconds: Math.ceil(seconds) })
}
