/** Signing in without a password: a passkey, or the company's own sign-in. */
import { Button } from '@mantine/core'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { IconBuilding, IconFingerprint } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { call, CallProblem } from '#platform/web/call.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { askForPasskey, beginSso, type getSignInOptions, signInByPasskey } from '#people/signIn/api.ts'
import type { Me } from '#people/user.ts'
import { hasHost, requestFrom } from './passkeyBrowser.ts'
import css from './signIn.module.css'
import { newBrowserSecret } from './ssoBrowser.ts'
import { useWaiting } from './useWaiting.ts'

type Options = z.output<(typeof getSignInOptions)['output']>

interface OtherWaysProps {
  options: Options
  /** Where to go afterwards. */
  next: string | undefined
  onIn: (me: Me) => void
}

export function OtherWays({ options, next, onIn }: OtherWaysProps) {
  const { t } = useTranslation()
  const passkey = useMutation({
    mutationFn: async () => {
      const optionsJSON = requestFrom(await call(askForPasskey, {}))
      return call(signInByPasskey, { response: await startAuthentication({ optionsJSON }) })
    },
    onSuccess: onIn,
  })
  const sso = useMutation({
    mutationFn: async (providerId: number) => {
      const { url } = await call(beginSso, { providerId, browser: newBrowserSecret(), ...(next !== undefined && { next }) })
      window.location.assign(url)
      // The page goes away; the button waits until it does.
      await new Promise((resolve) => void setTimeout(resolve, 10_000))
    },
  })
  const waiting = useWaiting(passkey.error ?? sso.error)
  const withPasskeys = hasHost(options.passkeyHost) && browserSupportsWebAuthn()
  if (!withPasskeys && options.providers.length === 0) return null
  const failed = passkey.error
    ? passkey.error instanceof CallProblem
      ? t(($) => $.signIn.wrongPasskey)
      : t(($) => $.signIn.passkeyFailed)
    : sso.error && t(($) => $.signIn.sso.failed)
  return (
    <>
      <p className={css.or}>{t(($) => $.signIn.or)}</p>
      <div className={css.ways}>
        {withPasskeys && (
          <Button
            size="lg"
            fullWidth
            leftSection={<IconFingerprint size={18} stroke={1.75} aria-hidden />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {t(($) => $.signIn.withPasskey)}
          </Button>
        )}
        {options.providers.map(({ id, name }) => (
          <Button
            key={id}
            size="lg"
            fullWidth
            leftSection={<IconBuilding size={18} stroke={1.75} aria-hidden />}
            loading={sso.isPending && sso.variables === id}
            onClick={() => sso.mutate(id)}
          >
            {t(($) => $.signIn.withProvider, { name })}
          </Button>
        ))}
        {(waiting ?? failed) && (
          <Notice kind="error" shape="box">
            {waiting ?? failed}
          </Notice>
        )}
      </div>
    </>
  )
}
