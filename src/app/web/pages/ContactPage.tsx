/** One Contact, or a new one: everything about them, their tickets and their history. */
import { Button } from '@mantine/core'
import { IconArrowMerge, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { changeContact, createContact, deleteContact, getContact, similarContacts } from '#crm/api.ts'
import type { ContactShown } from '#crm/contact.ts'
import { ContactForm, type ContactDraft } from '#crm/web/ContactForm.tsx'
import { CustomerFrame } from '#crm/web/CustomerFrame.tsx'
import { CustomerHistory } from '#crm/web/CustomerHistory.tsx'
import { CustomerPage } from '#crm/web/CustomerPage.tsx'
import { MergeDialog } from '#crm/web/MergeDialog.tsx'
import { useProblemWords } from '#crm/web/problemWords.ts'
import { useCustomerForm } from '#crm/web/useCustomerForm.ts'
import { listUsers } from '#people/api.ts'
import { useMay } from '#people/web/session.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { MissingPage } from '#app/web/shell/Trouble.tsx'
import { TicketsOf } from './TicketsOf.tsx'

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
  const queries = useQueryClient()
  const navigate = useNavigate()
  const found = useEndpoint(getContact, { id }, { enabled: Number.isSafeInteger(id) && id > 0, refetchOnMount: 'always' })
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'contact' && event.id === id && !event.own))
      void queries.invalidateQueries({ queryKey: keyOf(getContact, { id }) })
  })
  const shown = found.data?.id
  useEffect(() => {
    // One that was merged leads to the survivor.
    if (shown !== undefined && shown !== id) void navigate({ to: '/contacts/$id', params: { id: String(shown) }, replace: true })
  }, [shown, id, navigate])
  if (!(id > 0) || (found.error instanceof CallProblem && found.error.status === 404)) return <MissingPage />
  if (found.error) throw found.error
  return found.data?.id === id ? <OpenContact contact={found.data} /> : null
}

function OpenContact({ contact }: { contact: ContactShown | null }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const router = useRouter()
  const users = useEndpoint(listUsers, {}).data?.users ?? []
  const [dialog, setDialog] = useState<'merge' | 'delete' | null>(null)
  const mayChange = [useMay('contacts.create'), useMay('contacts.update')][contact ? 1 : 0] ?? false
  const mayDelete = useMay('contacts.delete')
  const mayMerge = useMay('contacts.update') && contact !== null
  const stored = useMemo(() => (contact ? draftOf(contact) : nothing), [contact])
  const put = (saved: ContactShown) => queries.setQueryData(keyOf(getContact, { id: saved.id }), saved)
  const form = useCustomerForm<ContactDraft, ContactShown>({
    name: `contact:${contact?.id ?? 'new'}`,
    shape: draftShape,
    stored,
    version: contact?.version ?? 0,
    save: (values, version) => {
      const { account, ...rest } = values
      const input = {
        ...rest,
        emails: values.emails.filter((one) => one.trim() !== ''),
        phones: values.phones.filter((one) => one.trim() !== ''),
        accountId: account?.id ?? null,
      }
      return contact ? call(changeContact, { ...input, id: contact.id, version }) : call(createContact, input)
    },
    onSaved: (saved) => {
      put(saved)
      void queries.invalidateQueries({ queryKey: keyOf(similarContacts) })
      if (!contact) router.history.push(`/contacts/${saved.id}`)
    },
  })
  const similar =
    useEndpoint(similarContacts, { id: contact?.id ?? 0 }, { enabled: mayMerge, refetchOnMount: 'always' }).data?.duplicates ?? []
  const remove = useCommand(deleteContact, { onSuccess: () => router.history.push('/contacts') })
  const problem = useProblemWords(remove.error instanceof CallProblem ? remove.error : null)
  const title = contact ? form.values.name || contact.name : t(($) => $.crm.newContact)
  return (
    <>
      <CustomerPage
        title={title}
        under={contact && [contact.account?.name, contact.emails[0]].filter(Boolean).join(' · ')}
        avatar={<Avatar name={title} kind={contact ? 'customer' : 'nobody'} size="l" />}
        back="/contacts"
        isNew={contact === null}
        edited={form.edited.length}
        saving={form.saving}
        mayChange={mayChange}
        trouble={form.trouble}
        onSave={() => void form.save()}
        onDiscard={() => {
          form.discard()
          if (contact) void queries.invalidateQueries({ queryKey: keyOf(getContact, { id: contact.id }) })
        }}
        buttons={
          contact &&
          mayDelete && (
            <Button variant="danger" aria-label={t(($) => $.crm.delete)} onClick={() => setDialog('delete')}>
              <IconTrash size={16} stroke={1.75} aria-hidden />
            </Button>
          )
        }
        notice={
          contact &&
          similar.length > 0 && (
            <Notice
              action={
                <Button leftSection={<IconArrowMerge size={16} stroke={1.75} aria-hidden />} onClick={() => setDialog('merge')}>
                  {t(($) => $.crm.lookAndMerge)}
                </Button>
              }
            >
              {t(($) => $.crm.similar, { count: similar.length })}
            </Notice>
          )
        }
        form={
          <ContactForm
            values={form.values}
            set={form.set}
            edited={form.edited}
            trouble={form.trouble}
            users={users}
            disabled={!mayChange}
          />
        }
        facts={
          contact && (
            <span>
              {t(($) => $.crm.field.changedAt)} <Time at={contact.changedAt} as="full" />
              {contact.changedBy && ` · ${contact.changedBy.name}`}
            </span>
          )
        }
        tabs={
          contact
            ? [
                { key: 'tickets' as const, label: t(($) => $.crm.tickets), content: <TicketsOf whose={{ contact: contact.id }} /> },
                {
                  key: 'history' as const,
                  label: t(($) => $.crm.history),
                  content: <CustomerHistory subject="contact" id={contact.id} />,
                },
              ]
            : []
        }
      />
      {contact && dialog === 'merge' && (
        <MergeDialog
          contacts={[contact, ...similar.map((one) => one.contact)]}
          onClose={() => setDialog(null)}
          onMerged={(id) => {
            setDialog(null)
            router.history.push(`/contacts/${id}`)
          }}
        />
      )}
      {contact && dialog === 'delete' && (
        <Dialog
          open
          danger
          title={t(($) => $.crm.deleteContact, { name: contact.name })}
          confirm={t(($) => $.crm.delete)}
          busy={remove.isPending}
          onConfirm={() => remove.mutate({ id: contact.id })}
          onClose={() => {
            remove.reset()
            setDialog(null)
          }}
        >
          <p>{t(($) => $.crm.deleteContactWhat)}</p>
          {remove.error && (
            <Notice kind="error" shape="box">
              {problem.of('id') ?? remove.error.message}
            </Notice>
          )}
        </Dialog>
      )}
    </>
  )
}

const draftOf = ({ name, emails, phones, account, note, custom }: ContactShown): ContactDraft => ({
  name,
  emails,
  phones,
  account,
  note,
  custom,
})
