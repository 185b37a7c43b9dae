/** What stands over an open ticket's panels: that it lies in the bin, and what was merged into it, each with the way back. */
import { Button } from '@mantine/core'
import { IconArrowMerge, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import { useCommand } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { restoreTicket, unmergeTicket } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'
import css from './lifecycle.module.css'
import { useTicketsChanged } from './ticketData.ts'

interface Props {
  ticket: Ticket
  put: (ticket: Ticket) => void
}

const day = 86_400_000
const kept = 30 * day

export function TicketStrips(props: Props) {
  return (
    <>
      {props.ticket.bin && <InBin {...props} />}
      {props.ticket.merged.length > 0 && <Merged {...props} />}
    </>
  )
}

function InBin({ ticket: { id, bin }, put }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const restore = useCommand(restoreTicket, { onSuccess: put })
  const may = useMay('tickets.delete')
  if (!bin) return null
  const facts = { at: when.full(bin.at), until: when.full(new Date(Date.parse(bin.at) + kept).toISOString()), name: bin.by ?? '' }
  return (
    <Notice
      kind="warning"
      icon={<IconTrash size={16} stroke={1.75} aria-hidden />}
      action={
        may && (
          <Button loading={restore.isPending} onClick={() => restore.mutate({ id })}>
            {t(($) => $.ticket.bin.restore)}
          </Button>
        )
      }
    >
      {bin.by === null ? t(($) => $.ticket.bin.since, facts) : t(($) => $.ticket.bin.sinceBy, facts)}
      {restore.error && <span role="alert"> {restore.error.message}</span>}
    </Notice>
  )
}

function Merged({ ticket }: Props) {
  const { t } = useTranslation()
  const changed = useTicketsChanged()
  const unmerge = useCommand(unmergeTicket, { onSettled: () => void changed() })
  const may = useMay('tickets.merge') && ticket.bin === null
  return (
    <section className={css.strip} aria-label={t(($) => $.ticket.merge.strip)}>
      <IconArrowMerge size={16} stroke={1.75} aria-hidden />
      <span className={css.stripWord}>{t(($) => $.ticket.merge.strip)}</span>
      <ul className={css.merged}>
        {ticket.merged.map((one) => (
          <li key={one.id}>
            <span className="n ink3">#{one.id}</span> <span className={`cut ${css.mergedTitle}`}>{one.title}</span>
            {may && (
              <button
                type="button"
                className="link"
                disabled={unmerge.isPending}
                aria-label={t(($) => $.ticket.merge.undoOne, { id: one.id })}
                onClick={() => unmerge.mutate({ id: one.id })}
              >
                {t(($) => $.ticket.merge.undo)}
              </button>
            )}
          </li>
        ))}
      </ul>
      {unmerge.error && <span role="alert">{unmerge.error.message}</span>}
    </section>
  )
}
