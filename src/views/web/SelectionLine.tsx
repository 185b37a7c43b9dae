/** How many tickets are selected, and the way to all that match. */
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './SelectionLine.module.css'
import type { Selection } from './useSelection.ts'

export function SelectionLine({ selection, total }: { selection: Selection; total: number }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { selected, count } = selection
  const whole = selected.kind === 'all' && selected.except.size === 0
  return (
    <span className={css.line} aria-live="polite" data-on={count > 0 || undefined}>
      {count > 0 && (
        <>
          {whole
            ? t(($) => $.build.allSelected, { total: when.count(total) })
            : t(($) => $.list.selected, { count, value: when.count(count) })}
          {!whole && total > count && (
            <button type="button" className={css.all} onClick={selection.selectMatching}>
              {t(($) => $.build.selectAll, { total: when.count(total) })}
            </button>
          )}
          <IconButton label={t(($) => $.views.list.clearSelection)} icon={<IconX size={14} stroke={1.75} />} onClick={selection.clear} />
        </>
      )}
    </span>
  )
}
