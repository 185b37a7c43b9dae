/** Manage, Audit log: who changed what, newest first; found by person, kind, period and words; taken along as a file. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconDownload, IconX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exportAudit, listAudit } from '#admin/api.ts'
import { auditSubjects } from '#admin/auditEntry.ts'
import { useMe } from '#people/web/session.ts'
import { addressOf, call } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { ListHead } from '#platform/web/ui/ListHead.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { PickOne } from '#admin/web/frame/Pick.tsx'
import { useUserNames } from '#admin/web/people/useUserNames.ts'
import css from './audit.module.css'
import { AuditRow } from './AuditRow.tsx'
import { type AuditFilter, wantedOf } from './wanted.ts'

export function AuditLog() {
  const { t } = useTranslation()
  const filter = useSearch({ from: '/desk/manage/$page' })
  const navigate = useNavigate()
  const me = useMe()
  const users = useUserNames()
  const wanted = wantedOf(filter, me.timeZone)
  const found = useInfiniteQuery({
    queryKey: keyOf(listAudit, wanted),
    queryFn: ({ pageParam, signal }) => call(listAudit, { ...wanted, ...(pageParam === null ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    refetchOnMount: 'always',
  })
  const set = (change: Partial<AuditFilter>) =>
    void navigate({ to: '/manage/$page', params: { page: 'audit' }, search: { ...filter, ...change }, replace: true })
  const entries = found.data?.pages.flatMap((page) => page.entries)
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  return (
    <section className={css.page} aria-label={t(($) => $.manage.page.audit)}>
      <ListHead
        name={t(($) => $.manage.page.audit)}
        tools={(['csv', 'json'] as const).map((format) => (
          <Button
            key={format}
            component="a"
            href={addressOf(exportAudit, { ...wanted, format })}
            download
            leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
          >
            {t(($) => $.manage.audit.save[format])}
          </Button>
        ))}
      />
      <div className={css.filter} role="search" aria-label={t(($) => $.manage.audit.filter)}>
        <Words key={filter.text ?? ''} text={filter.text ?? ''} onChange={(text) => set({ text: text || undefined })} />
        <label>
          <span className="sr">{t(($) => $.manage.audit.who)}</span>
          <PickOne
            id="audit-who"
            from={users}
            none={t(($) => $.manage.audit.anybody)}
            value={filter.who ?? null}
            onChange={(who) => set({ who: who ?? undefined })}
          />
        </label>
        <NativeSelect
          aria-label={t(($) => $.manage.audit.kind)}
          value={filter.subject ?? ''}
          data={[
            { value: '', label: t(($) => $.manage.audit.anything) },
            ...auditSubjects.map((subject) => ({ value: subject, label: t(($) => $.manage.audit.subject[subject]) })),
          ]}
          onChange={(e) => set({ subject: auditSubjects.find((one) => one === e.currentTarget.value), id: undefined })}
        />
        <TextInput
          type="date"
          aria-label={t(($) => $.manage.audit.since)}
          title={t(($) => $.manage.audit.since)}
          value={filter.since ?? ''}
          onChange={(e) => set({ since: e.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          aria-label={t(($) => $.manage.audit.until)}
          title={t(($) => $.manage.audit.until)}
          value={filter.until ?? ''}
          onChange={(e) => set({ until: e.currentTarget.value || undefined })}
        />
        {filter.id !== undefined && (
          <Button variant="subtle" rightSection={<IconX size={14} stroke={1.75} aria-hidden />} onClick={() => set({ id: undefined })}>
            {t(($) => $.manage.audit.one, { title: entries?.[0]?.title ?? `#${filter.id}` })}
          </Button>
        )}
        {isFiltered && (
          <Button variant="subtle" onClick={() => void navigate({ to: '/manage/$page', params: { page: 'audit' }, replace: true })}>
            {t(($) => $.common.clear)}
          </Button>
        )}
      </div>
      {found.error && (
        <Notice kind="error" action={<Button onClick={() => void found.refetch()}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.manage.list.loadFailed)}
        </Notice>
      )}
      {!entries && !found.error && (
        <div className={css.loading}>
          <SkeletonLines />
        </div>
      )}
      {entries?.length === 0 && <EmptyState>{t(($) => (isFiltered ? $.manage.list.noMatch : $.manage.list.none))}</EmptyState>}
      {entries && entries.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
        <div className={css.scroller} tabIndex={0} role="group" aria-label={t(($) => $.manage.page.audit)}>
          <ul className={css.entries}>
            {entries.map((entry) => (
              <AuditRow key={entry.id} entry={entry} />
            ))}
          </ul>
          {found.hasNextPage && (
            <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t(($) => $.manage.audit.older)}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** Searches when Enter is pressed or the field is left. */
function Words({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation()
  const [words, setWords] = useState(text)
  const done = () => words.trim() !== text && onChange(words.trim())
  return (
    <TextInput
      type="search"
      className={css.words ?? ''}
      aria-label={t(($) => $.manage.audit.words)}
      placeholder={t(($) => $.manage.audit.words)}
      value={words}
      onChange={(e) => setWords(e.currentTarget.value)}
      onBlur={done}
      onKeyDown={(e) => e.key === 'Enter' && done()}
    />
  )
}
