/** Account: the days on which one is away. */
import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getAway, setAway } from '#notifications/api.ts'
import { listUsers } from '#people/api.ts'
import { Section } from '#people/web/Section.tsx'
import { call, CallProblem } from '#platform/web/call.ts'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './NotificationChoices.module.css'

export function AwayDays() {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const { data } = useEndpoint(getAway, {})
  const [from, setFrom] = useState(() => when.dayKey(new Date()))
  const [until, setUntil] = useState(from)
  const [problem, setProblem] = useState<string>()
  const set = async (away: { from: string; until: string } | null) => {
    try {
      queries.setQueryData(keyOf(getAway, {}), await call(setAway, { away }))
      void queries.invalidateQueries({ queryKey: keyOf(listUsers) })
      setProblem(undefined)
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setProblem(error.problems.length > 0 ? t(($) => $.notify.away.beforeFrom) : error.message)
    }
  }
  const day = (text: string) => when.day(`${text}T12:00:00.000Z`)
  return (
    <Section name={t(($) => $.notify.away.title)} hint={t(($) => $.notify.away.about)}>
      {data?.away ? (
        <div className={css.mail}>
          <p>{t(($) => $.notify.away.is, { from: day(data.away?.from ?? ''), until: day(data.away?.until ?? '') })}</p>
          <Button onClick={() => void set(null)}>{t(($) => $.notify.away.end)}</Button>
        </div>
      ) : (
        <div className={css.mail}>
          <TextInput type="date" label={t(($) => $.notify.away.from)} value={from} onChange={(e) => setFrom(e.currentTarget.value)} />
          <TextInput type="date" label={t(($) => $.notify.away.until)} value={until} onChange={(e) => setUntil(e.currentTarget.value)} />
          <Button style={{ alignSelf: 'end' }} onClick={() => void set({ from, until })}>
            {t(($) => $.notify.away.set)}
          </Button>
        </div>
      )}
      {problem !== undefined && <Notice kind="error">{problem}</Notice>}
    </Section>
  )
}
