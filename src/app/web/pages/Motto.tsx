/** What stands beside the form on the pages before one is signed in. */
import { useTranslation } from 'react-i18next'
import { Mark } from '#platform/web/ui/Mark.tsx'
import css from './Motto.module.css'

export function Motto() {
  const { t } = useTranslation()
  return (
    <div className={css.motto}>
      <Mark size={188} decorative />
      <h2>{t(($) => $.common.product)}</h2>
      <p>{t(($) => $.people.signIn.motto)}</p>
    </div>
  )
}
