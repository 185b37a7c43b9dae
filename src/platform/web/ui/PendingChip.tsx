/** What came and went while the rows stand still: “3 new · 1 left”. Pressing it, or `.`, puts them into the list. */
import { IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../keys.ts'
import { useKeyName } from '../useKeyNames.ts'
import { KeyHint } from './KeyHint.tsx'
import css from './PendingChip.module.css'

/** Nothing is shown while both are 0; arrivals are told politely to screen readers. */
export function PendingChip({ added, left, onApply }: { added: number; left: number; onApply: () => void }) {
  const { t } = useTranslation()
  const pending = added + left > 0
  useActions({ listNews: pending ? () => onApply() : undefined })
  const key = useKeyName('listNews')
  const text = [added > 0 && t(($) => $.list.pendingNew, { count: added }), left > 0 && t(($) => $.list.pendingLeft, { count: left })]
    .filter(Boolean)
    .join(' · ')
  return (
    <span aria-live="polite" className={css.live}>
      {pending && (
        <button type="button" className={css.chip} onClick={onApply} title={t(($) => $.list.showPending)} aria-keyshortcuts={key}>
          <IconArrowUp size={12} stroke={2} aria-hidden />
          {text}
          {key && <KeyHint>{key}</KeyHint>}
        </button>
      )}
    </span>
  )
}
