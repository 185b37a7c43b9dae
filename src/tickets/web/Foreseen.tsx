/** What saving will bring about besides what was chosen, said before it is done: what drops, what follows, where the deadline moves. */
import { useTranslation } from 'react-i18next'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { FormRules } from './useFormRules.ts'
import type { FormWords } from './useFormWords.ts'
import type { TicketFormState } from './useTicketForm.ts'

interface Props {
  form: TicketFormState
  rules: FormRules
  words: FormWords
}

/** Its place in the form is kept even while it says nothing, so that it is announced. */
export function Foreseen(props: Props) {
  const { t } = useTranslation()
  const sentences = useSentences(props)
  return (
    <div role="status" aria-label={t(($) => $.ticket.foresee.label)}>
      {sentences.length > 0 && (
        <Notice kind={props.rules.foreseen?.deadline.breachesAtOnce ? 'warning' : 'info'} shape="box">
          {sentences.join(' ')}
        </Notice>
      )}
    </div>
  )
}

function useSentences({ form, rules, words }: Props): string[] {
  const { t } = useTranslation()
  const when = useWhen()
  const { stored, edited } = form
  const { shown, foreseen } = rules
  const moved = edited.includes('categoryId')
  const dropped = moved && !edited.includes('statusIds') ? stored.statusIds.filter((id) => !shown.statusIds.includes(id)) : []
  const goes = moved && !edited.includes('userId') && stored.userId !== null && shown.userId === null
  const given = {
    count: dropped.length,
    names: dropped.map((id) => `“${words.namedStatus(id)}”`).join(', '),
    name: words.said('userId', stored.userId),
  }
  const found: string[] = []
  if (dropped.length > 0 && goes) found.push(t(($) => $.ticket.foresee.both, given))
  else if (dropped.length > 0) found.push(t(($) => $.ticket.foresee.statuses, given))
  else if (goes) found.push(t(($) => $.ticket.foresee.user, given))
  if (edited.includes('contactId') && !edited.includes('accountId') && shown.accountId !== stored.accountId)
    found.push(
      shown.accountId === null
        ? t(($) => $.ticket.foresee.noAccount, { name: words.said('accountId', stored.accountId) })
        : t(($) => $.ticket.foresee.account, { name: words.said('accountId', shown.accountId) }),
    )
  if (stored.reopenAt !== null && !edited.includes('reopenAt') && shown.reopenAt === null) found.push(t(($) => $.ticket.foresee.reopen))
  const deadline = foreseen?.deadline
  if (deadline && deadline.from !== deadline.to) {
    if (deadline.to === null) found.push(t(($) => $.ticket.foresee.goes))
    else {
      const says = deadline.from === null ? (['appears', 'appearsBreached'] as const) : (['moves', 'movesBreached'] as const)
      found.push(t(($) => $.ticket.foresee[says[deadline.breachesAtOnce ? 1 : 0]], { when: when.full(deadline.to ?? '') }))
    }
  }
  return found
}
