/** Who can see this ticket, and why: every active User with the reason, and what they may do. */
import { Button, TextInput } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useEndpoint } from '#platform/web/query.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { explainAccess } from '#tickets/api.ts'
import css from './AccessExplainer.module.css'

const page = 50
type Explained = z.output<typeof explainAccess.output>['users'][number]

export function AccessExplainer({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation()
  const [q, setQ] = useState('')
  const [limit, setLimit] = useState(page)
  const asked = useDeferredValue(q)
  const { data, error, refetch } = useEndpoint(explainAccess, { id, q: asked, limit }, { keepPrevious: true, staleTime: 0 })
  return (
    <Dialog open title={t(($) => $.ticket.access.title, { id })} onClose={onClose} size={640}>
      <div className={css.head}>
        <TextInput
          data-autofocus
          aria-label={t(($) => $.ticket.access.search)}
          placeholder={t(($) => $.ticket.access.search)}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <span className="meta ink2" aria-live="polite">
          {data && t(($) => $.ticket.access.counts, { seeing: data.seeing, not: data.notSeeing })}
        </span>
      </div>
      {error ? (
        <Notice kind="error" shape="box" action={<Button onClick={() => void refetch()}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.ticket.access.failed)}
        </Notice>
      ) : data ? (
        <ul className={css.list}>
          {data.users.map((user) => (
            <One key={user.id} user={user} />
          ))}
        </ul>
      ) : (
        <SkeletonLines />
      )}
      {data?.users.length === 0 && <p className="ink2">{t(($) => $.ticket.access.nobody)}</p>}
      {data && data.next !== null && limit < 200 && (
        <Button onClick={() => setLimit(Math.min(200, limit + page))}>{t(($) => $.ticket.access.more)}</Button>
      )}
      {data && data.next !== null && limit >= 200 && <p className="meta ink2">{t(($) => $.ticket.access.narrow)}</p>}
    </Dialog>
  )
}

function One({ user: { name, sees, why, may, access, right } }: { user: Explained }) {
  const { t } = useTranslation()
  const Icon = sees ? IconEye : IconEyeOff
  return (
    <li className={css.one} data-sees={sees}>
      <Avatar name={name} size="m" />
      <div className={css.who}>
        <div className={css.name}>
          <span className="cut">{name}</span>
          <span className="meta ink2 cut">
            {access} · {right}
          </span>
        </div>
        <div className="meta ink2">{t(($) => $.ticket.access.why[why], { access, right })}</div>
        {may.length > 0 && (
          <div className="meta ink2">
            {t(($) => $.ticket.access.may, { deeds: may.map((deed) => t(($) => $.ticket.access.deed[deed])).join(', ') })}
          </div>
        )}
      </div>
      <span className={css.sees}>
        <Icon size={16} stroke={1.75} aria-hidden />
        {t(($) => (sees ? $.ticket.access.sees : $.ticket.access.seesNot))}
      </span>
    </li>
  )
}
