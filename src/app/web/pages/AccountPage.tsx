/** One’s own account: name, time zone, appearance, password, sessions and API tokens. */
import { useTranslation } from 'react-i18next'
import { useTitle } from '#platform/web/title.ts'
import { AwayDays } from '#notifications/web/AwayDays.tsx'
import { MySenders } from '#channels/email/web/MySenders.tsx'
import { NotificationChoices } from '#notifications/web/NotificationChoices.tsx'
import { Appearance } from '#people/web/Appearance.tsx'
import { ChangePassword } from '#people/web/ChangePassword.tsx'
import { Keyboard } from '#people/web/Keyboard.tsx'
import { Profile } from '#people/web/Profile.tsx'
import { Passkeys } from '#people/signIn/web/Passkeys.tsx'
import { TwoStep } from '#people/signIn/web/TwoStep.tsx'
import { Sessions } from '#people/web/Sessions.tsx'
import { Tokens } from '#people/web/Tokens.tsx'
import { useSignOut } from '#app/web/shell/useSignOut.ts'
import { Button } from '@mantine/core'
import css from './AccountPage.module.css'

export function AccountPage() {
  const { t } = useTranslation()
  const signOut = useSignOut()
  useTitle(t(($) => $.people.account.title))
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t(($) => $.people.account.title)}</h1>
        <Button onClick={() => void signOut()}>{t(($) => $.people.account.signOut)}</Button>
      </header>
      <Profile />
      <Appearance />
      <NotificationChoices />
      <AwayDays />
      <MySenders />
      <Keyboard />
      <ChangePassword />
      <TwoStep />
      <Passkeys />
      <Sessions />
      <Tokens />
    </div>
  )
}
