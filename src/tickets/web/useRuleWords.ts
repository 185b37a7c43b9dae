/** Why a rule stops a ticket, in words: the same in its form, for one of many rows, and for a row of a file. */
import { useTranslation } from 'react-i18next'
import { ruleCodes } from '#tickets/rules.ts'

const codes = [...ruleCodes.filter((code) => code !== 'open_children'), 'malformed_address', 'conflict'] as const

interface Refused {
  field?: string
  code: string
  details?: Record<string, unknown> | undefined
}

/** Undefined for what is no rule of tickets. */
export function useRuleWords() {
  const { t } = useTranslation()
  return ({ field, code, details }: Refused): string | undefined => {
    if (code === 'open_children') {
      const children = details?.['tickets']
      const tickets = Array.isArray(children) ? children.map((id) => `#${String(id)}`).join(', ') : ''
      return tickets === '' ? t(($) => $.ticket.problem.open_children_unknown) : t(($) => $.ticket.problem.open_children, { tickets })
    }
    if (field === 'followerIds' && code === 'invalid_value') return t(($) => $.ticket.problem.follower_refused)
    const rule = codes.find((one) => one === code)
    const most = details?.['most']
    return rule && t(($) => $.ticket.problem[rule], { most: typeof most === 'number' ? String(most) : '' })
  }
}
