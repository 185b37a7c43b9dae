/** Why a message to many tickets was not begun, in words. */
import { useTranslation } from 'react-i18next'
import type { CallProblem } from '#platform/web/call.ts'
import { english as templateWords } from '#templates/words.ts'

const known = templateWords.template.problem
const isKnown = (code: string): code is keyof typeof known => Object.hasOwn(known, code)

export function useMessageProblem() {
  const { t } = useTranslation()
  return ({ problems, message }: CallProblem) => {
    const said = problems.flatMap(({ code, details }) =>
      isKnown(code) ? [t(($) => $.template.problem[code], { placeholder: String(details?.['placeholder']) })] : [],
    )
    return `${t(($) => $.runs.started)} ${said.length > 0 ? said.join(' ') : message}`
  }
}
