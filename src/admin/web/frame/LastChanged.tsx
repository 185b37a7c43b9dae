/** Who changed a thing of Manage last, and when; it leads to its entries in the audit log. */
import { useTranslation } from 'react-i18next'
import { useMay } from '#people/web/session.ts'
import type { LastChange } from '#platform/thing.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './editor.module.css'

export function LastChanged({ id, of: { changedAt, changedBy }, subject }: { id: number; of: LastChange; subject: string }) {
  const { t } = useTranslation()
  const when = useWhen()
  const mayRead = useMay('audit.read')
  const text = changedBy
    ? t(($) => $.manage.editor.changedBy, { who: changedBy.name, when: when.full(changedAt) })
    : t(($) => $.manage.editor.changedByDesk, { when: when.full(changedAt) })
  return (
    <span className={css.changed}>
      {mayRead ? (
        <Go href={`/manage/audit?subject=${subject}&id=${id}`} className="link" title={t(($) => $.manage.editor.log)}>
          {text}
        </Go>
      ) : (
        text
      )}
    </span>
  )
}
