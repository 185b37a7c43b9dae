/** A new password by a link from a mail; without a link, the page that asks for one. */
import { useLocation, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AskForLink } from '#people/signIn/web/AskForLink.tsx'
import { SetPassword } from '#people/signIn/web/SetPassword.tsx'
import { useTitle } from '#platform/web/title.ts'
import { Door } from './Door.tsx'
import { Motto } from './Motto.tsx'

export function ResetPasswordPage() {
  const { t } = useTranslation()
  useTitle(t(($) => $.signIn.reset.title))
  const router = useRouter()
  // Behind the # it was never sent to a server by itself.
  const token = useLocation({ select: (location) => location.hash })
  const askAgain = () => router.history.replace('/reset-password')
  return <Door aside={<Motto />}>{token === '' ? <AskForLink /> : <SetPassword key={token} token={token} onAskAgain={askAgain} />}</Door>
}
