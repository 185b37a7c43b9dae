/** A word about a message that is encrypted or signed. */
import { IconLock, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '#activities/activity.ts'
import { protectionOf } from '#activities/protection.ts'
import css from './invitations.module.css'

const icon = { size: 14, stroke: 1.75, 'aria-hidden': true } as const

export function Protection({ activity }: { activity: Activity }) {
  const { t } = useTranslation()
  const protection = protectionOf(activity)
  if (protection === null) return null
  return (
    <p className={css.protection}>
      {protection.endsWith('Signed') ? <IconRosetteDiscountCheck {...icon} /> : <IconLock {...icon} />}
      {t(($) => $.activity.protection[protection])}
    </p>
  )
}
