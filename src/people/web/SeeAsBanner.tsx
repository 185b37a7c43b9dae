/** Says all the time that one sees the desk as another User, and leads back. */
import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { seenAs, seeWithOwnEyes } from '#platform/web/seeAs.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useMe } from './session.ts'

export function SeeAsBanner() {
  const { t } = useTranslation()
  const me = useMe()
  if (seenAs() !== me.id) return null
  return (
    <Notice
      kind="warning"
      icon={<IconEye size={16} stroke={1.75} aria-hidden />}
      action={<Button onClick={seeWithOwnEyes}>{t(($) => $.people.seeAs.leave)}</Button>}
    >
      {t(($) => $.people.seeAs.banner, { name: me.name })}
    </Notice>
  )
}
