/** Why a row was refused or skipped, in words: the rules have the same ones as in the ticket's form. */
import { useTranslation } from 'react-i18next'

interface Problem {
  field: string
  code: string
  details?: Record<string, unknown> | undefined
}

export function useProblemWords() {
  const { t } = useTranslation()
  return ({ code, details }: Problem): string => {
    if (code === 'open_children') {
      const tickets = details?.['tickets']
      const named = Array.isArray(tickets) ? tickets.map((id) => `#${String(id)}`).join(', ') : ''
      return named === '' ? t(($) => $.ticket.problem.open_children_unknown) : t(($) => $.ticket.problem.open_children, { tickets: named })
    }
    const own = ownCodes.find((one) => one === code)
    const name = details?.['name']
    if (own) return `${t(($) => $.runs.problem[own])}${typeof name === 'string' ? ` (${name})` : ''}`
    const rule = ruleCodes.find((one) => one === code)
    return rule ? t(($) => $.ticket.problem[rule]) : t(($) => $.runs.problem.other, { code })
  }
}

const ownCodes = [
  'no_longer_matches',
  'changed_since',
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
const ruleCodes = [
  'required',
  'invalid_value',
  'category_not_allowed',
  'user_not_allowed',
  'status_required',
  'status_not_in_category',
  'too_many_statuses',
  'too_many_participants',
  'reopen_required',
  'reopen_not_allowed',
  'reopen_in_past',
  'parent_cycle',
  'required_field',
  'malformed_address',
  'conflict',
] as const
