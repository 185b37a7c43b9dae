/** The client secret of a single sign-on provider, which goes in and is never shown, and the address to register there. */
import { Button, PasswordInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getProviderSecret, setProviderSecret } from '#people/signIn/api.ts'
import css from '#people/signIn/web/signIn.module.css'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { Row } from '#admin/web/frame/Row.tsx'

/** `forgotten`: another issuer is typed, whose save ends the stored secret. */
export function ProviderSecret({ id: providerId, forgotten }: { id: number | null; forgotten: boolean }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [secret, setSecret] = useState('')
  const { data } = useEndpoint(getProviderSecret, { id: providerId ?? 0 }, { enabled: providerId !== null, refetchOnMount: 'always' })
  const set = useCommand(setProviderSecret, {
    onSuccess: () => {
      setSecret('')
      // The version of what is edited has counted on.
      void queries.invalidateQueries()
    },
  })
  if (providerId === null)
    return (
      <Row group label={t(($) => $.signIn.manage.provider.secret)} about={t(($) => $.signIn.manage.provider.secretLater)}>
        {() => null}
      </Row>
    )
  const about = forgotten
    ? t(($) => $.signIn.manage.provider.secretReset)
    : data && t(($) => $.signIn.manage.provider[data.set ? 'secretSet' : 'secretNotSet'])
  return (
    <>
      <Row label={t(($) => $.signIn.manage.provider.secret)} about={about} error={set.error?.message}>
        {({ id }) => (
          <span className={css.copyable}>
            <PasswordInput
              id={id}
              w={320}
              autoComplete="off"
              value={secret}
              onChange={(event) => setSecret(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': t(($) => $.people.showPassword) }}
            />
            <Button disabled={secret === '' || forgotten} loading={set.isPending} onClick={() => set.mutate({ id: providerId, secret })}>
              {t(($) => $.signIn.manage.provider.setSecret)}
            </Button>
            <span role="status" className={css.hint}>
              {set.isSuccess && secret === '' && t(($) => $.signIn.manage.provider.secretDone)}
            </span>
          </span>
        )}
      </Row>
      <Row group label={t(($) => $.signIn.manage.provider.callback)} about={t(($) => $.signIn.manage.provider.callbackAbout)}>
        {() => <span className={css.copyable}>{data && <code>{data.callback}</code>}</span>}
      </Row>
    </>
  )
}
