/** Merging the open ticket with others: which ones, who survives, and what that will bring; then the button that does it. */
import { CloseButton, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { getTicket, mergeTickets } from '#tickets/api.ts'
import { maySurvive, stateAfterMerge, survivorAmong } from '#tickets/merging.ts'
import type { Ticket } from '#tickets/ticket.ts'
import css from './lifecycle.module.css'
import { useTicketsChanged } from './ticketData.ts'
import { TicketSearch } from './TicketSearch.tsx'

interface Props {
  ticket: Ticket
  onClose: () => void
  onMerged: (survivor: Ticket) => void
}

export function MergeTicketsDialog({ ticket, onClose, onMerged }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const [others, setOthers] = useState<readonly Ticket[]>([])
  const [chosen, setChosen] = useState<number>()
  const [trouble, setTrouble] = useState<string>()
  const all = [ticket, ...others]
  const survivor = all.find((one) => one.id === chosen) ?? survivorAmong(all) ?? ticket
  const merged = all.filter((one) => one !== survivor)
  const changed = useTicketsChanged()
  const merge = useCommand(mergeTickets, {
    onSuccess: (made) => {
      void changed()
      onMerged(made)
    },
  })
  const add = async (id: number) => {
    setTrouble(undefined)
    try {
      // A merged one is its survivor, which may be here already.
      const one = await call(getTicket, { id })
      if (one.bin) setTrouble(t(($) => $.ticket.bin.refused, { id: one.id }))
      else setOthers((held) => (one.id === ticket.id || held.some((other) => other.id === one.id) ? held : [...held, one]))
    } catch (error) {
      if (error instanceof CallProblem) setTrouble(error.message)
    }
  }
  const state = stateAfterMerge(
    survivor.state,
    merged.map((one) => one.state),
  )
  const refused = merge.error instanceof CallProblem ? (merge.error.problems[0]?.code ?? merge.error.code) : undefined
  const said = trouble ?? (refused === 'parent_cycle' ? t(($) => $.ticket.merge.circle) : merge.error?.message)
  return (
    <Dialog
      open
      size={640}
      title={t(($) => $.ticket.merge.title)}
      confirm={t(($) => $.ticket.merge.do, { count: merged.length, id: survivor.id })}
      busy={merge.isPending}
      disabled={others.length === 0}
      wayBack={t(($) => $.ticket.merge.wayBack)}
      onConfirm={() => merge.mutate({ id: survivor.id, ticketIds: merged.map((one) => one.id) })}
      onClose={onClose}
    >
      {said && (
        <Notice kind="error" shape="box">
          {said}
        </Notice>
      )}
      <TicketSearch label={t(($) => $.ticket.merge.find)} without={all.map((one) => one.id)} onPick={(one) => void add(one.id)} />
      {others.length > 0 && (
        <>
          <Radio.Group value={String(survivor.id)} onChange={(id) => setChosen(Number(id))} label={t(($) => $.ticket.merge.which)}>
            <div className={css.choices}>
              {all.map((one) => (
                <div key={one.id} className={css.choice}>
                  <Radio
                    value={String(one.id)}
                    disabled={
                      !maySurvive(
                        one,
                        all.filter((other) => other !== one),
                      )
                    }
                    label={
                      <span className={css.option}>
                        <StateTile state={one.state} label={t(($) => $.ticket.state[one.state])} />
                        <span className="n ink3">#{one.id}</span> <span className="cut">{one.title}</span>
                      </span>
                    }
                    description={[
                      one.contact?.name,
                      one.category.name,
                      t(($) => $.ticket.merge.created, { when: when.full(one.createdAt) }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  />
                  {one !== ticket && (
                    <CloseButton
                      size="sm"
                      aria-label={t(($) => $.ticket.merge.leave, { id: one.id })}
                      onClick={() => setOthers(others.filter((other) => other !== one))}
                    />
                  )}
                </div>
              ))}
            </div>
          </Radio.Group>
          <ul className={css.consequences} aria-live="polite">
            <li>
              {t(($) => $.ticket.merge.redirects, {
                count: merged.length,
                numbers: merged.map((one) => `#${one.id}`).join(', '),
                id: survivor.id,
              })}
            </li>
            <li>{t(($) => $.ticket.merge.shows, { activities: when.count(all.reduce((sum, one) => sum + one.activityCount, 0)) })}</li>
            <li>
              {state === survivor.state
                ? t(($) => $.ticket.merge.keeps, { id: survivor.id })
                : t(($) => $.ticket.merge.opens, { id: survivor.id })}
            </li>
          </ul>
        </>
      )}
    </Dialog>
  )
}
