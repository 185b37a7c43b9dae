/** Why a row was refused or skipped, in words: the rules have the same ones as in the ticket's form. */
import { useTranslation } from 'react-i18next'
import { useRuleWords } from '#tickets/web/useRuleWords.ts'

interface Problem {
  field: string
  code: string
  details?: Record<string, unknown> | undefined
}

export function useProblemWords() {
  const { t } = useTranslation()
  const ruleWords = useRuleWords()
  return ({ field, code, details }: Problem): string => {
    const own = ownCodes.find((one) => one === code)
    const name = details?.['name']
    if (own) return `${t(($) => $.runs.problem[own])}${typeof name === 'string' ? ` (${name})` : ''}`
    return ruleWords({ field, code, details }) ?? t(($) => $.runs.problem.other, { code })
  }
}

const ownCodes = [
  'no_longer_matches',
  'changed_since',
  'no_address',
  'no_queue',
  'undelivered',
  'came_since',
  'condition_not_met',
  'in_bin',
  'merged',
  'unknown_name',
  'several_of_name',
  'not_a_moment',
  'in_future',
  'before_created',
  'twice_in_file',
  'parent_later',
  'no_such_ticket',
  'other_ticket',
] as const
