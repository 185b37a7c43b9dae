/** What became of saving an arrangement: somebody was faster, it was refused, or an earlier one is back. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './ArrangeNotices.module.css'
import type { Arrangement } from './useArrangement.ts'

interface ArrangeNoticesProps {
  arrangement: Arrangement
  /** After *Keep mine* has stored it. */
  onKept: () => void
}

export function ArrangeNotices({ arrangement, onKept }: ArrangeNoticesProps) {
  const { t } = useTranslation()
  const when = useWhen()
  const { problem, backFrom } = arrangement
  if (problem?.kind === 'conflict') {
    const { who, at } = problem.problems[0]?.details ?? {}
    const time = typeof at === 'string' ? when.full(at) : ''
    return (
      <Notice kind="warning" shape="box">
        {typeof who === 'string'
          ? t(($) => $.arrange.conflict, { who, when: time })
          : time
            ? t(($) => $.arrange.conflictDesk, { when: time })
            : t(($) => $.arrange.conflictSomewhere)}
        <div className={css.ways}>
          <Button onClick={() => void arrangement.loadTheirs()}>{t(($) => $.arrange.loadTheirs)}</Button>
          <Button onClick={() => void arrangement.keepMine().then((kept) => kept && onKept())}>{t(($) => $.arrange.keepMine)}</Button>
        </div>
      </Notice>
    )
  }
  if (problem)
    return (
      <Notice kind="error" shape="box">
        {t(($) => $.arrange.notSaved, { reason: problem.message })}
      </Notice>
    )
  return backFrom ? <Notice shape="box">{t(($) => $.arrange.back, { when: when.full(backFrom) })}</Notice> : null
}
