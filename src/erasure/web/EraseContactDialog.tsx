/** Erasing a Contact: all that goes with them, counted beforehand; their name typed by hand, and no way back. */
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { eraseContact, foreseeErasing } from '#erasure/api.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { Besides, Counts } from './AnonymiseDialog.tsx'
import css from './erasure.module.css'

interface Props {
  contact: { id: number; name: string }
  onClose: () => void
  onErased: () => void
}

export function EraseContactDialog({ contact: { id, name }, onClose, onErased }: Props) {
  const { t } = useTranslation()
  const { data, error } = useEndpoint(foreseeErasing, { id }, { staleTime: 0 })
  const [typed, setTyped] = useState('')
  const command = useCommand(eraseContact)
  const certificate = command.data
  const trouble = command.error ?? error
  if (certificate)
    return (
      <Dialog
        open
        title={t(($) => $.erasure.contact.erased)}
        confirm={t(($) => $.erasure.contact.done)}
        onConfirm={onErased}
        onClose={onErased}
      >
        <p>{t(($) => $.erasure.contact.certificate, { id: certificate.id })}</p>
        <Counts removed={certificate.removed} />
      </Dialog>
    )
  return (
    <Dialog
      open
      danger
      size={560}
      title={t(($) => $.erasure.contact.title, { name })}
      confirm={t(($) => $.erasure.contact.do)}
      busy={command.isPending}
      disabled={!data || typed.trim() !== name.trim()}
      wayBack={t(($) => $.erasure.wayBack)}
      onConfirm={() => command.mutate({ id })}
      onClose={onClose}
    >
      {trouble && (
        <Notice kind="error" shape="box">
          {t(($) => $.erasure.failed)} {trouble.message}
        </Notice>
      )}
      {data && <Counts {...data} />}
      <ul className={css.consequences}>
        <li>{t(($) => $.erasure.contact.goes)}</li>
        <li>{t(($) => $.erasure.contact.tickets)}</li>
        <li>{t(($) => $.erasure.contact.keeps)}</li>
        <li>{t(($) => $.erasure.files)}</li>
      </ul>
      {data && <Besides {...data} />}
      <TextInput
        mt={12}
        label={t(($) => $.erasure.contact.type, { name })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
      />
    </Dialog>
  )
}
