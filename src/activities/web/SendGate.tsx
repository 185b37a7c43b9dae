/** What came since the message was begun, in calm words above the send button; sending once more goes on. */
import { useTranslation } from 'react-i18next'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { CameSince } from '#tickets/seen.ts'
import css from './composer.module.css'

export function SendGate({ came }: { came: CameSince }) {
  const { t } = useTranslation()
  const when = useWhen()
  return (
    <Notice kind="warning" shape="box">
      <strong>{t(($) => $.activity.gate.title)}</strong> {t(($) => $.activity.gate.goOn)}
      <ul className={css.came}>
        {came.activities.map(({ id, kind, direction, at, by, text }) => (
          <li key={id}>
            <span className="n ink2">{when.clock(at)}</span> <strong>{by || t(($) => $.activity.someone)}</strong>{' '}
            {kind === 'comment' && <span className="ink2">{t(($) => $.activity.gate.comment)}</span>}
            {direction === 'out' && <span className="ink2">{t(($) => $.activity.gate.answered)}</span>} {text.slice(0, 240)}
          </li>
        ))}
        {came.merged.map((id) => (
          <li key={`merged ${id}`}>{t(($) => $.activity.gate.merged, { id })}</li>
        ))}
      </ul>
    </Notice>
  )
}
