/** How large the message will be against what its Email queue takes; shown once it matters. */
import { Progress } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import css from './composer.module.css'
import { travelling } from '#activities/draft.ts'
import { messageSize } from '#activities/messageSize.ts'
import type { Draft } from './drafts.ts'

const mb = (bytes: number) => (bytes / 1_000_000).toFixed(1)

type Sized = Pick<Draft, 'attachments' | 'body' | 'quoteHtml' | 'takesQuote'>

export const sizeOf = (draft: Sized, signature: string) =>
  messageSize(
    travelling(draft).reduce((sum, a) => sum + a.size, 0),
    draft.body.length + signature.length + (draft.takesQuote ? draft.quoteHtml.length : 0),
  )

export function SizeBar({ draft, signature, limit }: { draft: Draft; signature: string; limit: number | undefined }) {
  const { t } = useTranslation()
  const size = sizeOf(draft, signature)
  if (limit === undefined || size < limit / 4) return null
  const said = t(($) => $.activity.compose[size > limit ? 'tooBig' : 'size'], { size: mb(size), limit: mb(limit) })
  return (
    <div className={css.size} data-over={size > limit}>
      <Progress
        value={Math.min(100, (size / limit) * 100)}
        color={size > limit ? 'red' : 'teal'}
        aria-label={said}
        className={css.sizeBar}
      />
      <span className="meta" role={size > limit ? 'alert' : undefined}>
        {said}
      </span>
    </div>
  )
}
