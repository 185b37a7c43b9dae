/** What if a ticket came now: start and length in, deadline and its receipt out, by the same engine that every ticket's clock uses. */
import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explainDeadline } from '#categories/explanationApi.ts'
import type { Receipt, ReceiptRow } from '#categories/receipt.ts'
import { slaUnits } from '#categories/sla.ts'
import { hoursOf, reached, timeGroups, type TitledTimeGroup } from '#categories/timeGroups.ts'
import { isZone, zoneOf } from '#categories/zone.ts'
import { useCommand } from '#platform/web/query.ts'
import type { SideProps } from '#admin/web/frame/kind.ts'
import { useThings } from '#admin/web/frame/useThings.ts'
import css from './clock.module.css'

/** The wall clock of a zone as an input of date and time has it. */
const localText = (at: number, zone: string) => new Date(zoneOf(zone).localOf(at)).toISOString().slice(0, 16)

export function WhatIf({ id, values }: SideProps<TitledTimeGroup>) {
  const { t } = useTranslation()
  const field = useId()
  const all = useThings(timeGroups).things ?? []
  const zone = isZone(values.zone) ? values.zone : 'UTC'
  const [start, setStart] = useState(() => localText(Date.now(), zone))
  const [duration, setDuration] = useState(4)
  const [unit, setUnit] = useState<(typeof slaUnits)[number]>('hours')
  const explain = useCommand(explainDeadline)
  const ask = () => {
    const others = new Map(
      all
        .filter((one) => one.id !== id)
        .map(({ id: number, version: _v, changedAt: _at, changedBy: _by, ...group }) => [number, hoursOf(group)]),
    )
    const wanted = new Set(values.includes.flatMap((one) => [...reached(one, others)]))
    explain.mutate({
      timeGroup: hoursOf(values),
      included: [...others].filter(([number]) => wanted.has(number)).map(([number, group]) => ({ id: number, timeGroup: group })),
      start: new Date(zoneOf(zone).instantOf(Date.parse(`${start}:00Z`))).toISOString(),
      duration,
      unit,
    })
  }
  const { data, error } = explain
  return (
    <section aria-label={t(($) => $.manage.whatIf.title)}>
      <h2>{t(($) => $.manage.whatIf.title)}</h2>
      <div className={css.what}>
        <label htmlFor={`${field}-start`} className="meta ink2">
          {t(($) => $.manage.whatIf.start, { zone })}
        </label>
        <TextInput id={`${field}-start`} type="datetime-local" value={start} onChange={(e) => setStart(e.currentTarget.value)} />
        <div className={css.pair}>
          <NumberInput
            aria-label={t(($) => $.manage.whatIf.length)}
            min={1}
            value={duration}
            onChange={(n) => setDuration(typeof n === 'number' ? n : 1)}
          />
          <NativeSelect
            aria-label={t(($) => $.manage.sla.unit)}
            data={slaUnits.map((one) => ({ value: one, label: t(($) => $.manage.sla[one]) }))}
            value={unit}
            onChange={(e) => setUnit(e.currentTarget.value === 'hours' ? 'hours' : 'minutes')}
          />
        </div>
        <Button onClick={ask} loading={explain.isPending} disabled={start === ''}>
          {t(($) => $.manage.whatIf.ask)}
        </Button>
        <div aria-live="polite">
          {error && <p className={css.wrong}>{t(($) => $.manage.whatIf.wrong)}</p>}
          {data && !error && (
            <>
              <p className={css.deadline}>
                {data.deadline ? inZone(data.deadline, zone) : t(($) => $.deadline.warning[data.warning ?? 'too_far'])}
              </p>
              <Rows receipt={data.receipt} zone={zone} />
            </>
          )}
        </div>
      </div>
    </section>
  )
}

const inZone = (at: string, zone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at))
const shortIn = (at: string, zone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(
    new Date(at),
  )

const most = 30

function Rows({ receipt, zone }: { receipt: Receipt; zone: string }) {
  const { t } = useTranslation()
  const says = ({ kind, rule }: ReceiptRow) =>
    kind === 'outside' && rule.code === 'weekday'
      ? t(($) => $.deadline.row.outside)
      : t(($) => $.deadline.rule[rule.code === 'too_many' ? 'tooMany' : rule.code], { title: rule.title ?? '', date: rule.date ?? '' })
  return (
    <table className={css.receipt}>
      <thead className="sr">
        <tr>
          <th scope="col">{t(($) => $.manage.whatIf.interval)}</th>
          <th scope="col">{t(($) => $.deadline.row.counted)}</th>
        </tr>
      </thead>
      <tbody>
        {receipt.rows.slice(0, most).map((row) => (
          <tr key={row.from} data-kind={row.kind}>
            <td>
              {shortIn(row.from, zone)} – {shortIn(row.to, zone)}
              <br />
              {says(row)}
            </td>
            <td>{row.countedMs > 0 ? lengthText(row.countedMs) : ''}</td>
          </tr>
        ))}
        {receipt.rows.length > most && (
          <tr>
            <td colSpan={2}>{t(($) => $.manage.andMore, { count: receipt.rows.length - most })}</td>
          </tr>
        )}
        <tr className={css.sum}>
          <th scope="row">{t(($) => $.deadline.sum.counted)}</th>
          <td>{lengthText(receipt.countedMs)}</td>
        </tr>
      </tbody>
    </table>
  )
}

/** “4 h 30 m” */
function lengthText(ms: number) {
  const minutes = Math.round(ms / 60_000)
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  return [h > 0 ? `${h} h` : '', m > 0 || h === 0 ? `${m} m` : ''].filter(Boolean).join(' ')
}
