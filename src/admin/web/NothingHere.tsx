/** Where Manage has nothing to show: no such page or thing, or one that this person's Access does not open. */
import { useTranslation } from 'react-i18next'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import css from './ManageFrame.module.css'

export function NothingHere({ closed = false }: { closed?: boolean }) {
  const { t } = useTranslation()
  const said = closed ? t(($) => $.manage.closed) : t(($) => $.manage.missing)
  useTitle(said)
  return (
    <section className={css.nothing}>
      <h1>{said}</h1>
      <Go href="/manage" className="link">
        {t(($) => $.manage.back)}
      </Go>
    </section>
  )
}
