/** The two halves of the pages before one is signed in: what this is on the desk, what to do on paper. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '#platform/web/ui/Mark.tsx'
import css from './Door.module.css'

export function Door({ aside, children }: { aside: ReactNode; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={css.door}>
      <aside className={css.aside}>
        <p className={css.product}>
          <Mark decorative />
          {t(($) => $.common.product)}
        </p>
        {aside}
      </aside>
      <main className={css.main} id="content">
        <div className={css.form}>{children}</div>
      </main>
    </div>
  )
}
