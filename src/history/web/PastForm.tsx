/** The Form in the past: the ticket as an entry of its History left it, marked as such and read-only; Reset returns to now. */
import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconClockHour9, IconLink, IconRestore } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Past } from '#history/api.ts'
import type { Person } from '#people/user.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './PastForm.module.css'
import { PastRows } from './PastRows.tsx'
import type { Travel } from './useTravel.ts'

interface Props {
  travel: Travel
  users: readonly Person[]
  /** Edits of the form that wait until one is back. */
  unsaved: number
}

export function PastForm({ travel, users, unsaved }: Props) {
  const { t } = useTranslation()
  const { past, error } = travel
  return (
    <section className={css.past} aria-label={t(($) => $.history.past.label)}>
      <Strip travel={travel} unsaved={unsaved} />
      {error ? (
        <Notice kind="warning" shape="box">
          {t(($) => ('status' in error && error.status === 404 ? $.history.past.missing : $.history.past.failed))}
        </Notice>
      ) : past ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- nothing in it can be reached by key, and it scrolls
        <div className={css.rows} tabIndex={0} role="group" aria-label={t(($) => $.history.past.label)}>
          <PastRows past={past} users={users} />
        </div>
      ) : (
        <SkeletonLines lines={8} />
      )}
    </section>
  )
}

/** When, after whose change, and the ways on. */
function Strip({ travel: { past, go, copyLink }, unsaved }: Pick<Props, 'travel' | 'unsaved'>) {
  const { t } = useTranslation()
  const when = useWhen()
  const step = (to: number | null | undefined) => to !== null && to !== undefined && go(to)
  return (
    <div className={css.strip} role="status">
      <IconClockHour9 size={16} stroke={1.75} aria-hidden />
      <strong>{past && t(($) => $.history.past.strip, { when: when.full(past.at) })}</strong>
      <Button className={css.reset} leftSection={<IconRestore size={16} stroke={1.75} aria-hidden />} onClick={() => go(null)}>
        {t(($) => $.history.past.reset)}
      </Button>
      <span className={css.by}>
        {past && saidBy(past)} {unsaved > 0 && t(($) => $.history.past.kept, { count: unsaved })}
      </span>
      <span className={css.steps}>
        <IconButton
          icon={<IconChevronUp size={16} stroke={1.75} aria-hidden />}
          label={t(($) => $.history.past.previous)}
          hint="ArrowUp"
          disabled={!past?.previous}
          onClick={() => step(past?.previous)}
        />
        <IconButton
          icon={<IconChevronDown size={16} stroke={1.75} aria-hidden />}
          label={t(($) => $.history.past.next)}
          hint="ArrowDown"
          disabled={!past?.next}
          onClick={() => step(past?.next)}
        />
        <IconButton
          icon={<IconLink size={16} stroke={1.75} aria-hidden />}
          label={t(($) => $.history.copyLink)}
          disabled={!past}
          onClick={() => past && copyLink(past.entry.id)}
        />
      </span>
    </div>
  )

  function saidBy({ entry }: Past) {
    return t(($) => $.history.past.by, { who: entry.who.name ?? t(($) => $.history.desk), via: t(($) => $.history.via[entry.via]) })
  }
}
