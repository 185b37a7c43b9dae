/** A new password by a link from a mail; without a link, the page that asks for one. */
import { useTranslation } from 'react-i18next'
import { useState } from 'react'
import { AskForLink } from '#people/signIn/web/AskForLink.tsx'
import { SetPassword } from '#people/signIn/web/SetPassword.tsx'
import { useTitle } from '#platform/web/title.ts'
import { Door } from './Door.tsx'

export function ResetPasswordPage() {
  const { t } = useTranslation()
  useTitle(t(($) => $.signIn.reset.title))
  // Behind the # it was never sent to a server by itself.
  const [token, setToken] = useState(() => window.location.hash.slice(1))
  const askAgain = () => {
    window.history.replaceState(window.history.state, '', '/reset-password')
    setToken('')
  }
  return <Door aside={null}>{token === '' ? <AskForLink /> : <SetPassword token={token} onAskAgain={askAgain} />}</Door>
}
