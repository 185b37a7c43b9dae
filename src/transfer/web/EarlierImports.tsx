/** One's own earlier imports, to come back to what became of them. */
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#platform/web/query.ts'
import { Time } from '#platform/web/ui/Time.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { isActive, useRunWords } from '#runs/web/useRuns.ts'
import { listTicketImports } from '#transfer/api.ts'
import css from './transfer.module.css'

export function EarlierImports({ onOpen }: { onOpen: (id: number) => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { what } = useRunWords()
  const { imports = [] } =
    useEndpoint(
      listTicketImports,
      {},
      {
        refetchOnMount: 'always',
        refetchInterval: ({ state: { data } }) => (data?.imports.some(({ run }) => run && isActive(run)) ? 3000 : false),
      },
    ).data ?? {}
  if (imports.length === 0) return null
  return (
    <section className={css.earlier}>
      <h2 className={css.sub}>{t(($) => $.transfer.earlier)}</h2>
      <ul>
        {imports.map((one) => (
          <li key={one.id}>
            <button type="button" className="link" onClick={() => onOpen(one.id)}>
              {one.fileName}
            </button>
            <span className="meta ink2">
              <Time at={one.createdAt} /> · {t(($) => $.transfer.rows, { count: one.total, n: when.count(one.total) })}
              {one.run && ` · ${what(one.run)}`}
              {one.run?.undoneBy != null && ` · ${t(($) => $.runs.undone)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
