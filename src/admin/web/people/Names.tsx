/** A few names, and how many more. */
import { useTranslation } from 'react-i18next'
import type { Named } from '#admin/web/frame/Pick.tsx'

const shown = 4

export function Names({ ids, from }: { ids: readonly number[]; from: readonly Named[] | undefined }) {
  const { t } = useTranslation()
  const names = ids.map((id) => from?.find((one) => one.id === id)?.name ?? `#${id}`)
  const more = names.length - shown
  if (!from) return null
  return (
    <span title={names.join(', ')}>
      {names.slice(0, shown).join(', ')}
      {more > 0 && <span className="ink3"> {t(($) => $.manage.andMore, { count: more })}</span>}
    </span>
  )
}
