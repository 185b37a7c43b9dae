/** What can be done with a stored User besides changing them: see the desk as they do, invite them, switch off a lost second step. */
import { useTranslation } from 'react-i18next'
import { inviteUser, resetSecondStep } from '#people/signIn/api.ts'
import type { UserValues } from '#people/users.ts'
import { useMay } from '#people/web/session.ts'
import { useSeeAs } from '#people/web/useSeeAs.ts'
import type { Shown } from '#platform/thing.ts'
import { useCommand } from '#platform/web/query.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'
import { IconDots, IconEye, IconMailForward, IconShieldOff } from '@tabler/icons-react'

export function UserCommands({ stored: { id, name, active } }: { stored: Shown<UserValues> }) {
  const { t } = useTranslation()
  const mayUpdate = useMay('users.update')
  const invite = useCommand(inviteUser)
  const reset = useCommand(resetSecondStep)
  const see = useSeeAs(id)
  const failed = invite.error ?? reset.error ?? see.error
  const said = failed
    ? t(($) => $.manage.editor.notDone, { reason: failed.message })
    : invite.isSuccess
      ? t(($) => $.manage.user.invited)
      : reset.isSuccess
        ? t(($) => $.manage.user.stepReset)
        : ''
  if (!mayUpdate && !see.mayOffer) return null
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const
  return (
    <>
      <span role="status" className="meta ink2">
        {said}
      </span>
      <MenuButton
        label={t(($) => $.manage.user.commands, { name })}
        groups={[
          see.mayOffer && active
            ? [{ key: 'see', label: t(($) => $.people.seeAs.start, { name }), icon: <IconEye {...icon} />, onPick: see.start }]
            : [],
          mayUpdate
            ? [
                {
                  key: 'invite',
                  label: t(($) => $.manage.user.invite),
                  icon: <IconMailForward {...icon} />,
                  onPick: () => {
                    reset.reset()
                    invite.mutate({ id })
                  },
                },
                {
                  key: 'step',
                  label: t(($) => $.manage.user.resetStep),
                  icon: <IconShieldOff {...icon} />,
                  onPick: () => {
                    invite.reset()
                    reset.mutate({ id })
                  },
                },
              ]
            : [],
        ].filter((group) => group.length > 0)}
      >
        {(opener) => (
          <IconButton label={t(($) => $.manage.user.commands, { name })} icon={<IconDots size={16} stroke={1.75} />} {...opener} />
        )}
      </MenuButton>
    </>
  )
}
