/** The text of a message: plain by default, its own formatting in a frame without script; what it quotes is folded, never cut. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getBody } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { MailFrame } from '#platform/web/ui/MailFrame.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import css from './activity.module.css'
import { Fold } from './Fold.tsx'

export function ActivityBody({ activity, name }: { activity: Activity; name: string }) {
  return activity.hasHtml ? <Formatted activity={activity} name={name} /> : <Plain activity={activity} />
}

function Formatted({ activity, name }: { activity: Activity; name: string }) {
  const { t } = useTranslation()
  const [images, setImages] = useState(false)
  const body = useEndpoint(getBody, { id: activity.id, images: images ? '1' : '0' }, { keepPrevious: true })
  if (body.error)
    return (
      <>
        <Notice kind="warning" shape="box">
          {t(($) => $.activity.bodyFailed)}
        </Notice>
        <Plain activity={activity} />
      </>
    )
  // Until the frame is there its text stands in its place: nothing to wait for, and little that moves.
  if (!body.data) return <Plain activity={activity} />
  return (
    <MailFrame
      html={body.data.html}
      title={t(($) => $.activity.message, { name })}
      blockedImages={images ? 0 : body.data.blockedImages}
      onShowImages={() => setImages(true)}
    />
  )
}

/** Text with its addresses as links. */
function Plain({ activity }: { activity: Activity }) {
  const { text, quoteFrom } = activity
  const own = (quoteFrom === null ? text : text.slice(0, quoteFrom)).trimEnd()
  const quoted = quoteFrom === null ? '' : text.slice(quoteFrom).trim()
  return (
    <>
      <div className={css.text}>{linked(own)}</div>
      {quoted !== '' && (
        <Fold lines={quoted.split('\n').length}>
          <div className={`${css.text} ${css.quoted}`}>{linked(quoted)}</div>
        </Fold>
      )}
    </>
  )
}

const address = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g

/** Web addresses in a text as links; nothing else of it is markup. */
export const linked = (text: string) =>
  text.split(address).map((part, n) =>
    n % 2 === 1 ? (
      <a key={`${n} ${part}`} className="link" href={part} target="_blank" rel="noreferrer noopener">
        {part}
      </a>
    ) : (
      part
    ),
  )
