/** What the server refused, in words for each field. */
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { english } from '#admin/words.ts'
import { english as categoryWords } from '#categories/words.ts'
import { english as templateWords } from '#templates/words.ts'

const known = english.manage.problem
const ofTimeGroups = categoryWords.timeGroup.problem
const ofTemplates = templateWords.template.problem
const isKnown = (code: string): code is keyof typeof known => Object.hasOwn(known, code)
const isOfTimeGroups = (code: string): code is keyof typeof ofTimeGroups => Object.hasOwn(ofTimeGroups, code)

const isOfTemplates = (code: string): code is keyof typeof ofTemplates => Object.hasOwn(ofTemplates, code)

/** Gives the words for a field, or for what lies inside of it (`week` for `week.monday.0`). */
export function useProblems(error: unknown) {
  const { t } = useTranslation()
  const say = ({ code, details }: FieldProblem) => {
    if (isOfTimeGroups(code)) return t(($) => $.timeGroup.problem[code])
    if (isOfTemplates(code)) return t(($) => $.template.problem[code], { placeholder: String(details?.['placeholder']) })
    if (isKnown(code)) return t(($) => $.manage.problem[code], { reason: code })
    const message = details?.['message']
    return t(($) => $.manage.problem.other, { reason: typeof message === 'string' ? message : code })
  }
  const problems = error instanceof CallProblem ? error.problems : []
  return (field: string) => {
    const found = problems.find((one) => one.field === field) ?? problems.find((one) => one.field.startsWith(`${field}.`))
    return found && say(found)
  }
}
