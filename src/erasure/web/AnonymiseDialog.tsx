/** Anonymising one ticket: everything that it will take, counted beforehand; then the button, and no way back. */
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { anonymise, foreseeAnonymising } from '#erasure/api.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './erasure.module.css'

const kinds = ['tickets', 'activities', 'addresses', 'attachments', 'mails', 'customValues', 'history'] as const
const mostNamed = 20

export function AnonymiseDialog({ id, onClose, onDone }: { id: number; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const { data, error } = useEndpoint(foreseeAnonymising, { id }, { staleTime: 0 })
  const command = useCommand(anonymise, { onSuccess: onDone })
  const trouble = command.error ?? error
  return (
    <Dialog
      open
      danger
      size={560}
      title={t(($) => $.erasure.title, { id })}
      confirm={t(($) => $.erasure.do)}
      busy={command.isPending}
      disabled={!data}
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
      <Consequences />
      {data && <Besides {...data} />}
    </Dialog>
  )
}

type Foreseen = z.output<(typeof foreseeAnonymising)['output']>

/** How much of each kind goes. */
export function Counts({ removed }: Pick<Foreseen, 'removed'>) {
  const { t } = useTranslation()
  return (
    <ul className={css.counts} aria-label={t(($) => $.erasure.action)}>
      {kinds
        .filter((kind) => removed[kind] > 0)
        .map((kind) => (
          <li key={kind}>{t(($) => $.erasure.what[kind], { count: removed[kind] })}</li>
        ))}
    </ul>
  )
}

/** What will not leave any more, and what is not touched. */
export function Besides({ unsent, elsewhere }: Pick<Foreseen, 'unsent' | 'elsewhere'>) {
  const { t } = useTranslation()
  return (
    <>
      {unsent > 0 && <p className={css.line}>{t(($) => $.erasure.unsent, { count: unsent })}</p>}
      {elsewhere.length > 0 && (
        <div className={css.line}>
          {t(($) => $.erasure.elsewhere)}
          <ul className={css.others}>
            {elsewhere.slice(0, mostNamed).map((ticket) => (
              <li key={ticket.id}>
                <Go href={`/tickets/${ticket.id}`} className="link">
                  #{ticket.id} {ticket.title}
                </Go>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

/** What it means for any ticket. */
export function Consequences() {
  const { t } = useTranslation()
  return (
    <ul className={css.consequences}>
      <li>{t(($) => $.erasure.replaces)}</li>
      <li>{t(($) => $.erasure.keeps)}</li>
      <li>{t(($) => $.erasure.archives)}</li>
      <li>{t(($) => $.erasure.files)}</li>
    </ul>
  )
}
