/** One Contact, or a new one. */
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { z } from 'zod'
import { changeContact, createContact, deleteContact, getContact, similarContacts } from '#crm/api.ts'
import type { ContactShown } from '#crm/contact.ts'
import { ContactForm, type ContactDraft } from '#crm/web/ContactForm.tsx'
import { CustomerFrame } from '#crm/web/CustomerFrame.tsx'
import { mergeableContact } from '#crm/web/MergeDialog.tsx'
import { useMay } from '#people/web/session.ts'
import { call } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { ContactMenu } from './ContactMenu.tsx'
import { LoadedCustomer, OpenCustomer } from './OpenCustomer.tsx'

const draftShape = z.object({
  name: z.string(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  account: z.object({ id: z.int(), name: z.string() }).nullable(),
  note: z.string(),
  custom: z.record(z.string(), z.unknown()),
})
const nothing: ContactDraft = { name: '', emails: [''], phones: [], account: null, note: '', custom: {} }

export function ContactPage() {
  const { id } = useParams({ from: '/desk/contacts/$id' })
  return <CustomerFrame>{id === 'new' ? <OpenContact contact={null} /> : <Loaded key={id} id={Number(id)} />}</CustomerFrame>
}

function Loaded({ id }: { id: number }) {
  const found = useEndpoint(getContact, { id }, { enabled: Number.isSafeInteger(id) && id > 0, refetchOnMount: 'always' })
  return (
    <LoadedCustomer kind="contact" id={id} found={found}>
      {(contact) => <OpenContact contact={contact} />}
    </LoadedCustomer>
  )
}

function OpenContact({ contact }: { contact: ContactShown | null }) {
  const queries = useQueryClient()
  const mayMerge = useMay('contacts.update') && contact !== null
  const similar = useEndpoint(similarContacts, { id: contact?.id ?? 0 }, { enabled: mayMerge, refetchOnMount: 'always' })
  const stored = useMemo(() => (contact ? draftOf(contact) : nothing), [contact])
  return (
    <OpenCustomer<ContactDraft, ContactShown>
      kind="contact"
      shown={contact}
      under={contact && [contact.account?.name, contact.emails[0]].filter(Boolean).join(' · ')}
      shape={draftShape}
      stored={stored}
      save={({ account, emails, phones, ...rest }, version) => {
        const input = { ...rest, emails: said(emails), phones: said(phones), accountId: account?.id ?? null }
        return contact ? call(changeContact, { ...input, id: contact.id, version }) : call(createContact, input)
      }}
      remove={(id) => call(deleteContact, { id })}
      put={(saved) => {
        queries.setQueryData(keyOf(getContact, { id: saved.id }), saved)
        void queries.invalidateQueries({ queryKey: keyOf(similarContacts) })
      }}
      reload={() => contact && void queries.invalidateQueries({ queryKey: keyOf(getContact, { id: contact.id }) })}
      buttons={contact && <ContactMenu contact={contact} onErased={() => void queries.invalidateQueries()} />}
      alike={contact ? [contact, ...(similar.data?.duplicates ?? []).map((one) => one.contact)].map(mergeableContact) : []}
      renderForm={({ values, set, edited, trouble, users, disabled }) => (
        <ContactForm values={values} set={set} edited={edited} trouble={trouble} users={users} disabled={disabled} />
      )}
    />
  )
}

/** Empty places of a list are where something may be typed. */
const said = (list: readonly string[]) => list.filter((one) => one.trim() !== '')

const draftOf = ({ name, emails, phones, account, note, custom }: ContactShown): ContactDraft => ({
  name,
  emails,
  phones,
  account,
  note,
  custom,
})
