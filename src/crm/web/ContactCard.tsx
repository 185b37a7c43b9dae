/** The Contact beside a ticket: addresses, numbers to call, Account, note, and the way to their page. */
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getContact } from '#crm/api.ts'
import { useMay } from '#people/web/session.ts'
import { shownPhone } from '#platform/phoneNumber.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import css from './customers.module.css'

/** What the ticket itself says of its Contact is shown to everybody; the rest to those who may read Contacts. */
export function ContactCard({
  contact,
  account,
}: {
  contact: { id: number; name: string; emails: string[] }
  account: { name: string } | null
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const may = useMay('contacts.read')
  const found = useEndpoint(getContact, { id: contact.id }, { enabled: may, refetchOnMount: 'always' }).data
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'contact' && event.id === contact.id))
      void queries.invalidateQueries({ queryKey: keyOf(getContact, { id: contact.id }) })
  })
  const emails = found?.emails ?? contact.emails
  const at = found?.account ?? account
  return (
    <div className={css.card}>
      <div className={css.cardHead}>
        <Avatar name={contact.name} kind="customer" size="l" />
        <div className={css.title}>
          <h2 className="cut">{found?.name ?? contact.name}</h2>
          {may && (
            <Go href={`/contacts/${found?.id ?? contact.id}`} className="link meta">
              {t(($) => $.crm.openPage)}
            </Go>
          )}
        </div>
      </div>
      <dl className={css.cardFacts}>
        {at && (
          <>
            <dt>{t(($) => $.crm.field.accountId)}</dt>
            <dd>{at.name}</dd>
          </>
        )}
        {emails.length > 0 && (
          <>
            <dt>{t(($) => $.crm.field.emails)}</dt>
            <dd>
              {emails.map((one) => (
                <div key={one}>{one}</div>
              ))}
            </dd>
          </>
        )}
        {found && found.phones.length > 0 && (
          <>
            <dt>{t(($) => $.crm.field.phones)}</dt>
            <dd>
              {found.phones.map((one) => (
                <div key={one}>
                  <a href={`tel:${one.replace(' x', ';ext=')}`} className="link n">
                    {shownPhone(one)}
                  </a>
                </div>
              ))}
            </dd>
          </>
        )}
        {found && found.note !== '' && (
          <>
            <dt>{t(($) => $.crm.field.note)}</dt>
            <dd>{found.note}</dd>
          </>
        )}
      </dl>
    </div>
  )
}
