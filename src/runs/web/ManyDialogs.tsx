/** Deleting, restoring and merging many tickets: what that brings, how it can be taken back; then the button that names it. */
import { Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { StateTile } from '#platform/web/ui/StateTile.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { queryRows } from '#views/api.ts'
import type { ListSelection } from '#views/web/selection.ts'
import css from './runs.module.css'
import { useStartRun } from './useStartRun.ts'

interface Props {
  selection: ListSelection
  onClose: () => void
}

export function DeleteTicketsDialog({ selection: { count, rows }, onClose }: Props) {
  const { t } = useTranslation()
  const n = useWhen().count(count)
  const start = useStartRun(onClose)
  return (
    <Dialog
      open
      danger
      size={520}
      title={t(($) => $.runs.delete.title, { count, n })}
      confirm={t(($) => $.runs.delete.do, { count, n })}
      busy={start.isPending}
      wayBack={t(($) => $.runs.delete.wayBack)}
      onConfirm={() => start.mutate({ run: { kind: 'delete', request: {}, rows } })}
      onClose={onClose}
    >
      <NotStarted error={start.error} />
      <ul className={css.consequences}>
        <li>{t(($) => $.runs.delete.hides)}</li>
        <li>{t(($) => $.runs.delete.stands)}</li>
        <li>{t(($) => $.runs.delete.refused)}</li>
      </ul>
    </Dialog>
  )
}

export function MarkSpamDialog({ selection: { count, rows }, onClose }: Props) {
  const { t } = useTranslation()
  const n = useWhen().count(count)
  const start = useStartRun(onClose)
  return (
    <Dialog
      open
      danger
      size={520}
      title={t(($) => $.runs.spam.title, { count, n })}
      confirm={t(($) => $.runs.spam.do, { count, n })}
      busy={start.isPending}
      wayBack={t(($) => $.runs.spam.wayBack)}
      onConfirm={() => start.mutate({ run: { kind: 'spam', request: {}, rows } })}
      onClose={onClose}
    >
      <NotStarted error={start.error} />
      <ul className={css.consequences}>
        <li>{t(($) => $.runs.spam.hides)}</li>
        <li>{t(($) => $.runs.spam.blocks)}</li>
        <li>{t(($) => $.runs.spam.refused)}</li>
      </ul>
    </Dialog>
  )
}

export function RestoreTicketsDialog({ selection: { count, rows }, onClose }: Props) {
  const { t } = useTranslation()
  const n = useWhen().count(count)
  const start = useStartRun(onClose)
  return (
    <Dialog
      open
      size={520}
      title={t(($) => $.runs.restore.title, { count, n })}
      confirm={t(($) => $.runs.restore.do, { count, n })}
      busy={start.isPending}
      wayBack={t(($) => $.runs.restore.wayBack)}
      onConfirm={() => start.mutate({ run: { kind: 'restore', request: {}, rows } })}
      onClose={onClose}
    >
      <NotStarted error={start.error} />
      <p>{t(($) => $.runs.restore.as)}</p>
    </Dialog>
  )
}

const mostListed = 50

export function MergeSelectedDialog({ selection: { count, rows }, onClose }: Props) {
  const { t } = useTranslation()
  const n = useWhen().count(count)
  const start = useStartRun(onClose)
  const ids = 'ids' in rows ? rows.ids : []
  const listed = useEndpoint(queryRows, { ids: ids.slice(0, mostListed), columns: [] }, { staleTime: 0 }).data?.rows ?? []
  const [survivor, setSurvivor] = useState('')
  return (
    <Dialog
      open
      size={640}
      title={t(($) => $.runs.merge.title, { n })}
      confirm={t(($) => $.runs.merge.do, { n })}
      busy={start.isPending}
      disabled={ids.length < 2}
      wayBack={t(($) => $.runs.merge.wayBack)}
      onConfirm={() =>
        start.mutate({ run: { kind: 'merge', request: { survivorId: survivor === '' ? null : Number(survivor) }, rows: { ids } } })
      }
      onClose={onClose}
    >
      <NotStarted error={start.error} />
      {ids.length < 2 ? (
        <Notice kind="info" shape="box">
          {t(($) => $.runs.merge.many)}
        </Notice>
      ) : (
        <>
          <Radio.Group label={t(($) => $.runs.merge.which)} value={survivor} onChange={setSurvivor}>
            <div className={css.choices}>
              <Radio value="" label={t(($) => $.runs.merge.oldest)} />
              {listed.map((row) => (
                <Radio
                  key={row.id}
                  value={String(row.id)}
                  label={
                    <span className={css.option}>
                      <StateTile state={row.state} label={t(($) => $.ticket.state[row.state])} />
                      <span className="n ink3">#{row.id}</span> <span className="cut">{row.title}</span>
                    </span>
                  }
                />
              ))}
            </div>
          </Radio.Group>
          <ul className={css.consequences}>
            <li>{t(($) => $.runs.merge.shows)}</li>
            <li>{t(($) => $.runs.merge.keeps)}</li>
          </ul>
        </>
      )}
    </Dialog>
  )
}

export function NotStarted({ error }: { error: Error | null }) {
  const { t } = useTranslation()
  return (
    error && (
      <Notice kind="error" shape="box">
        {t(($) => $.runs.started)} {error.message}
      </Notice>
    )
  )
}
