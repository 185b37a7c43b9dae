/** Why a value of a Contact or an Account was refused, in words. */
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { isKeyOf } from '#crm/isKeyOf.ts'
import { english } from '#crm/words.ts'
import type { CallProblem } from '#platform/web/call.ts'

const owner = z.object({ contact: z.object({ name: z.string() }).optional(), account: z.object({ name: z.string() }).optional() })

export function useProblemWords(trouble: CallProblem | null) {
  const { t } = useTranslation()
  const said = (code: string, details: unknown) => {
    const known = isKeyOf(english.crm.problem, code) ? code : 'other'
    const named = owner.safeParse(details).data
    return t(($) => $.crm.problem[known], { code, name: named?.contact?.name ?? named?.account?.name ?? '' })
  }
  /** Of a field, or of a place in a list: `emails.1`. */
  const of = (field: string): string | undefined => {
    const found = trouble?.problems.find((problem) => problem.field === field)
    return found && said(found.code, found.details)
  }
  return {
    of,
    /** Of each place in a list. */
    places: (field: string) =>
      new Map(
        (trouble?.problems ?? []).flatMap((problem) => {
          const n = problem.field.startsWith(`${field}.`) ? Number(problem.field.slice(field.length + 1)) : NaN
          return Number.isInteger(n) ? [[n, said(problem.code, problem.details)] as const] : []
        }),
      ),
    custom: Object.fromEntries(
      (trouble?.problems ?? []).flatMap(({ field, code, details }) => (field.startsWith('custom.') ? [[field, { code, details }]] : [])),
    ),
  }
}
