/** Whose mail to a queue is held back: each with the tickets that were marked for it; added and removed at once, apart from the form around. */
import { Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { automaticWords } from '#channels/email/automaticWords.ts'
import { blockSender, listBlocked, unblockSender } from '#channels/email/spamApi.ts'
import { useMay } from '#people/web/session.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './manage.module.css'

export function BlockedSenders({ queueId }: { queueId: number }) {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const may = useMay('queues.update')
  const { data } = useEndpoint(listBlocked, { id: queueId })
  const [address, setAddress] = useState('')
  const [trouble, setTrouble] = useState<string>()
  const change = async (door: typeof blockSender | typeof unblockSender, of: string) => {
    try {
      await call(door, { id: queueId, address: of })
      setTrouble(undefined)
      if (door === blockSender) setAddress('')
      await queries.invalidateQueries({ queryKey: keyOf(listBlocked, { id: queueId }) })
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      const code = error.problems[0]?.code ?? ''
      setTrouble(isProblem(code) ? t(($) => $.email.spam.problem[code]) : error.message)
    }
  }
  return (
    <div className={css.field}>
      <span className={css.label}>{t(($) => $.email.spam.blocked)}</span>
      <div className={css.told}>
        {data?.senders.length === 0 && <p>{t(($) => $.email.spam.none)}</p>}
        <ul className={css.blocked}>
          {data?.senders.map((sender) => (
            <li key={sender.address}>
              <span className="cut">{sender.address}</span>
              <small title={when.full(sender.since)}>
                {t(($) => $.email.spam.since, { when: when.ago(sender.since) })}
                {sender.by && `, ${sender.by.name}`}
              </small>
              {sender.tickets.map((id) => (
                <Go key={id} href={`/tickets/${id}`}>
                  #{id}
                </Go>
              ))}
              {may && (
                <IconButton
                  label={t(($) => $.email.spam.unblock, { address: sender.address })}
                  icon={<IconX size={14} stroke={2} aria-hidden />}
                  onClick={() => void change(unblockSender, sender.address)}
                />
              )}
            </li>
          ))}
        </ul>
        {may && (
          <div className={css.add}>
            <TextInput
              aria-label={t(($) => $.email.spam.address)}
              placeholder={t(($) => $.email.spam.address)}
              type="email"
              value={address}
              onChange={(e) => setAddress(e.currentTarget.value)}
              onKeyDown={(e) => {
                if (e.key !== 'Enter') return
                e.preventDefault()
                if (address.trim() !== '') void change(blockSender, address)
              }}
            />
            <Button disabled={address.trim() === ''} onClick={() => void change(blockSender, address)}>
              {t(($) => $.email.spam.block)}
            </Button>
          </div>
        )}
        {trouble !== undefined && (
          <p className={css.error} role="alert">
            {trouble}
          </p>
        )}
      </div>
    </div>
  )
}

const isProblem = (code: string): code is keyof typeof automaticWords.spam.problem => code in automaticWords.spam.problem
