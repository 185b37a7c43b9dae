/** Why a new password was refused, in words. */
import { useTranslation } from 'react-i18next'
import type { FieldProblem } from '#platform/problem.ts'

export function usePasswordProblem(problem: FieldProblem | undefined): string | undefined {
  const { t } = useTranslation()
  if (!problem) return undefined
  if (problem.code === 'too_personal') return t(($) => $.signIn.reset.tooPersonal)
  const minimum = problem.details?.['minimum'] ?? problem.details?.['limit']
  return t(($) => $.signIn.reset.tooShort, { minimum: typeof minimum === 'number' ? minimum : 10 })
}
