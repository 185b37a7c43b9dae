/** API tokens for scripts: created with an end, shown once, revoked with one click. */
import { Button, Select, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { createToken, listTokens, revokeToken } from '#people/api.ts'
import type { ApiToken } from '#people/user.ts'
import css from './account.module.css'
import { Section } from './Section.tsx'

const terms = [30, 90, 365]

export function Tokens() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data, error, refetch } = useEndpoint(listTokens, {}, { refetchOnMount: 'always' })
  const again = () => queries.invalidateQueries({ queryKey: keyOf(listTokens) })
  const [name, setName] = useState('')
  const [days, setDays] = useState<string | null>('90')
  const create = useCommand(createToken, {
    onSuccess: () => {
      setName('')
      void again()
    },
  })
  const revoke = useCommand(revokeToken, { onSettled: again })
  const trouble = error ?? create.error ?? revoke.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name, days: days === 'never' ? null : Number(days) })
  }
  return (
    <Section name={t(($) => $.people.account.tokens)} hint={t(($) => $.people.account.tokensHint)}>
      {trouble && (
        <Notice kind="error" shape="box" action={<Button onClick={() => void refetch()}>{t(($) => $.common.retry)}</Button>}>
          {trouble.message}
        </Notice>
      )}
      {create.data && <FreshToken token={create.data.token} onDone={() => create.reset()} />}
      <form onSubmit={submit} className={css.inputs}>
        <TextInput
          className={css.field ?? ''}
          label={t(($) => $.people.account.tokenName)}
          placeholder={t(($) => $.people.account.tokenNameHint)}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={80}
          required
          withAsterisk={false}
        />
        <Select
          className={css.short ?? ''}
          label={t(($) => $.people.account.expiry)}
          data={[
            ...terms.map((n) => ({ value: String(n), label: t(($) => $.people.account.days, { count: n }) })),
            { value: 'never', label: t(($) => $.people.account.forever) },
          ]}
          value={days}
          onChange={setDays}
          allowDeselect={false}
        />
        <Button type="submit" disabled={name.trim() === ''} loading={create.isPending}>
          {t(($) => $.people.account.createToken)}
        </Button>
      </form>
      {!data && !error && <SkeletonLines lines={2} />}
      {data?.tokens.length === 0 && <p className="ink3">{t(($) => $.people.account.noTokens)}</p>}
      {data && data.tokens.length > 0 && (
        <ul className={css.list}>
          {data.tokens.map((token) => (
            <TokenLine key={token.id} token={token} onRevoke={() => revoke.mutate({ id: token.id })} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function TokenLine({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const [sure, setSure] = useState(false)
  const [opened] = useState(Date.now)
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) < opened
  return (
    <li className={css.item}>
      <span className={css.what}>
        <span className="cut">{token.name}</span>
        <span className={css.facts}>
          {token.usedAt ? t(($) => $.people.account.used, { when: when.full(token.usedAt ?? '') }) : t(($) => $.people.account.never)}
          {' · '}
          {expired
            ? t(($) => $.people.account.expired)
            : token.expiresAt
              ? t(($) => $.people.account.until, { when: when.full(token.expiresAt ?? '') })
              : t(($) => $.people.account.noEnd)}
        </span>
      </span>
      {sure ? (
        <Sure onRevoke={onRevoke} onLeave={() => setSure(false)} name={token.name} />
      ) : (
        <Button variant="danger" onClick={() => setSure(true)} aria-label={t(($) => $.people.account.revokeConfirm, { name: token.name })}>
          {t(($) => $.people.account.revoke)}
        </Button>
      )}
    </li>
  )
}

/** The second click; looking elsewhere takes the question back. */
function Sure({ name, onRevoke, onLeave }: { name: string; onRevoke: () => void; onLeave: () => void }) {
  const { t } = useTranslation()
  const button = useFocusFirst<HTMLButtonElement>()
  return (
    <Button variant="danger-filled" onClick={onRevoke} onBlur={onLeave} ref={button}>
      {t(($) => $.people.account.revokeConfirm, { name })}
    </Button>
  )
}

/** The one time that the token can be seen. */
function FreshToken({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    // Without a secure connection the browser copies nothing; the text can still be selected with one click.
    await navigator.clipboard?.writeText(token).then(
      () => setCopied(true),
      () => {},
    )
  }
  return (
    <div className={css.token} role="status">
      <span>{t(($) => $.people.account.tokenOnce)}</span>
      <code>{token}</code>
      <span className={css.line}>
        <Button
          onClick={() => void copy()}
          leftSection={copied ? <IconCheck size={16} stroke={1.75} aria-hidden /> : <IconCopy size={16} stroke={1.75} aria-hidden />}
        >
          {copied ? t(($) => $.people.account.copied) : t(($) => $.people.account.copy)}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t(($) => $.people.account.dismissToken)}
        </Button>
      </span>
    </div>
  )
}
