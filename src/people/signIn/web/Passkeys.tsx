/** One's own passkeys: made in this browser, named, removed. */
import { Button, TextInput } from '@mantine/core'
import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, CallProblem } from '#platform/web/call.ts'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useFocusFirst } from '#platform/web/useFocusFirst.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { addPasskey, beginPasskey, getSignInOptions, listPasskeys, removePasskey, renamePasskey } from '#people/signIn/api.ts'
import type { Passkey } from '#people/signIn/passkey.ts'
import { browserName } from '#people/web/browserName.ts'
import { Section } from '#people/web/Section.tsx'
import { creationFrom, hasHost } from './passkeyBrowser.ts'
import css from './signIn.module.css'

export function Passkeys() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { data, error, refetch } = useEndpoint(listPasskeys, {}, { refetchOnMount: 'always' })
  const { data: options } = useEndpoint(getSignInOptions, {}, { staleTime: 0 })
  const [name, setName] = useState(() => browserName(navigator.userAgent))
  const again = () => queries.invalidateQueries({ queryKey: keyOf(listPasskeys) })
  const add = useMutation({
    mutationFn: async () => {
      const optionsJSON = creationFrom(await call(beginPasskey, {}))
      return call(addPasskey, { name, response: await startRegistration({ optionsJSON }) })
    },
    onSettled: again,
  })
  const possible = options ? hasHost(options.passkeyHost) && browserSupportsWebAuthn() : true
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <Section name={t(($) => $.signIn.passkeys.title)} hint={t(($) => $.signIn.passkeys.hint)}>
      {error && (
        <Notice kind="error" shape="box" action={<Button onClick={() => void refetch()}>{t(($) => $.common.retry)}</Button>}>
          {error.message}
        </Notice>
      )}
      {!data && !error && <SkeletonLines lines={2} />}
      {data?.passkeys.length === 0 && <p>{t(($) => $.signIn.passkeys.none)}</p>}
      {data && data.passkeys.length > 0 && (
        <ul className={css.list}>
          {data.passkeys.map((passkey) => (
            <One key={passkey.id} passkey={passkey} onChange={() => void again()} />
          ))}
        </ul>
      )}
      {possible ? (
        <form onSubmit={submit} className={css.inputs}>
          <TextInput
            label={t(($) => $.signIn.passkeys.name)}
            placeholder={t(($) => $.signIn.passkeys.nameHint)}
            w={320}
            maw="100%"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={80}
            required
            withAsterisk={false}
          />
          <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
            {t(($) => $.signIn.passkeys.add)}
          </Button>
        </form>
      ) : (
        <p className={css.hint}>{t(($) => $.signIn.passkeys.unsupported)}</p>
      )}
      {add.error && (
        <Notice kind="error" shape="box">
          {add.error instanceof CallProblem
            ? add.error.message
            : t(($) => (add.error.name === 'InvalidStateError' ? $.signIn.passkeys.already : $.signIn.passkeys.notMade))}
        </Notice>
      )}
    </Section>
  )
}

function One({ passkey, onChange }: { passkey: Passkey; onChange: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { id, name, createdAt, usedAt, synced } = passkey
  const [renaming, setRenaming] = useState(false)
  const [removing, setRemoving] = useState(false)
  const remove = useCommand(removePasskey, { onSuccess: onChange })
  const renamed = () => {
    setRenaming(false)
    onChange()
  }
  if (renaming)
    return (
      <li className={css.item}>
        <Rename id={id} name={name} onDone={renamed} onCancel={() => setRenaming(false)} />
      </li>
    )
  const facts = [
    t(($) => $.signIn.passkeys.made, { when: when.full(createdAt) }),
    usedAt === null ? t(($) => $.signIn.passkeys.neverUsed) : t(($) => $.signIn.passkeys.used, { when: when.full(usedAt) }),
    ...(synced ? [t(($) => $.signIn.passkeys.synced)] : []),
  ]
  return (
    <li className={css.item}>
      <span className={css.what}>
        <span>{name}</span>
        <span className={css.hint}>{facts.join(' · ')}</span>
      </span>
      <Button variant="subtle" onClick={() => setRenaming(true)} aria-label={t(($) => $.signIn.passkeys.rename, { name })}>
        {t(($) => $.signIn.passkeys.renameShort)}
      </Button>
      <Button variant="danger" onClick={() => setRemoving(true)} aria-label={t(($) => $.signIn.passkeys.remove, { name })}>
        {t(($) => $.signIn.passkeys.removeShort)}
      </Button>
      <Dialog
        open={removing}
        title={t(($) => $.signIn.passkeys.removeSure)}
        confirm={t(($) => $.signIn.passkeys.removeShort)}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
        onClose={() => setRemoving(false)}
      >
        {t(($) => $.signIn.passkeys.removeBody, { name })}
      </Dialog>
    </li>
  )
}

function Rename({ id, name, onDone, onCancel }: { id: number; name: string; onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(name)
  const first = useFocusFirst<HTMLInputElement>()
  const rename = useCommand(renamePasskey, { onSuccess: onDone })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    rename.mutate({ id, name: typed })
  }
  return (
    <form onSubmit={submit} className={css.inputs}>
      <TextInput
        ref={first}
        aria-label={t(($) => $.signIn.passkeys.name)}
        value={typed}
        maxLength={80}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={rename.isPending} disabled={typed.trim() === ''}>
        {t(($) => $.common.save)}
      </Button>
      <Button onClick={onCancel}>{t(($) => $.common.cancel)}</Button>
    </form>
  )
}
