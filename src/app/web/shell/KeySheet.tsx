/** All keys, as they are chosen now, on `?`. */
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { actionKeys, actionOf, keyOfAction, scopes } from '#platform/actions.ts'
import { useChosenKeys } from '#platform/web/keys.ts'
import { useKeyNames } from '#platform/web/useKeyNames.ts'
import { ShortcutSheet } from '#platform/web/ui/ShortcutSheet.tsx'
import { useMe } from '#people/web/session.ts'

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const chosen = useChosenKeys()
  const nameOf = useKeyNames()
  const navigate = useNavigate()
  const shown = actionKeys.filter((key) => {
    const { permission } = actionOf(key)
    return permission === undefined || permissions.includes(permission)
  })
  const groups = scopes.map((scope) => ({
    name: t(($) => $.actionScope[scope]),
    keys: shown.flatMap((action) => {
      const key = keyOfAction(action, chosen)
      return actionOf(action).scope === scope && key !== null ? [{ keys: [nameOf(key)], does: t(($) => $.action[action]) }] : []
    }),
  }))
  return (
    <ShortcutSheet
      open
      onClose={onClose}
      groups={groups}
      onChange={() => {
        onClose()
        void navigate({ to: '/account', hash: 'keyboard' })
      }}
    />
  )
}
