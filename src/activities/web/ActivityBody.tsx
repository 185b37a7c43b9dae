/** The text of a message: plain, or its own formatting in a frame without script; what it quotes is folded, never cut. */
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getBody } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { mentionsIn } from '#activities/mentions.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { MailFrame } from '#platform/web/ui/MailFrame.tsx'
import { stylesAside } from '#platform/web/ui/mailDocument.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { QuoteFold } from '#platform/web/ui/QuoteFold.tsx'
import css from './activity.module.css'

export function ActivityBody({ activity, name }: { activity: Activity; name: string }) {
  return activity.hasHtml ? <Formatted activity={activity} name={name} /> : <Plain activity={activity} />
}

function Formatted({ activity, name }: { activity: Activity; name: string }) {
  const { t } = useTranslation()
  const [images, setImages] = useState(false)
  const body = useEndpoint(getBody, { id: activity.id, images: images ? '1' : '0' }, { keepPrevious: true })
  const parts = useMemo(() => (body.data ? partsOf(body.data.html) : undefined), [body.data])
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
  if (!body.data || !parts) return <Plain activity={activity} />
  const { own, signature, quoted } = parts
  return (
    <>
      {own !== '' && (
        <MailFrame
          html={own}
          from={name}
          {...(images ? {} : { blockedImages: body.data.blockedImages, onShowImages: () => setImages(true) })}
        />
      )}
      {signature && (
        <QuoteFold lines={signature.lines} what="signature">
          {() => <MailFrame html={signature.html} from={name} />}
        </QuoteFold>
      )}
      {quoted && <QuoteFold lines={quoted.lines}>{() => <MailFrame html={quoted.html} from={name} />}</QuoteFold>}
    </>
  )
}

/** The server marks signature and quote with `data-signature` and `data-quoted`; the parser's document is inert, nothing in it loads or runs. */
function partsOf(html: string) {
  // Style attributes travel under the name that the frame knows: the page's policy refuses them here.
  const page = new DOMParser().parseFromString(stylesAside(html), 'text/html')
  const taken = (what: string) => {
    const marked = [...page.querySelectorAll(`[${what}]`)].filter((part) => !part.parentElement?.closest(`[${what}]`))
    const inside = marked.map((part) => part.innerHTML).join('')
    const lines = marked.reduce((sum, part) => sum + linesOf(part), 0)
    for (const part of marked) part.remove()
    return inside === '' ? null : { html: inside, lines }
  }
  const quoted = taken('data-quoted')
  const signature = taken('data-signature')
  const hasOwn = page.body.textContent.trim() !== '' || page.body.querySelector('img') !== null
  return { own: hasOwn ? page.body.innerHTML : '', signature, quoted }
}
const linesOf = (part: Element) => {
  const text = part.textContent.split('\n').filter((line) => line.trim() !== '').length
  return Math.max(1, text, part.querySelectorAll('br, p, div, li, tr').length)
}

/** Text with its addresses as links. */
function Plain({ activity }: { activity: Activity }) {
  const { text, quoteFrom, signatureFrom } = activity
  const ends = quoteFrom ?? text.length
  const own = text.slice(0, signatureFrom ?? ends).trimEnd()
  const signature = signatureFrom == null ? '' : text.slice(signatureFrom, ends).trim()
  const quoted = text.slice(ends).trim()
  return (
    <>
      {own !== '' && (
        <div className={css.text}>
          {mentionsIn(own, activity.mentions ?? []).map(({ text: piece, person }, n) =>
            person ? (
              // Pieces of one text never change places.
              // oxlint-disable-next-line react/no-array-index-key
              <b key={n} className={css.mention}>
                {piece}
              </b>
            ) : (
              linked(piece)
            ),
          )}
        </div>
      )}
      {signature !== '' && (
        <QuoteFold lines={signature.split('\n').length} what="signature">
          {() => <div className={css.text}>{linked(signature)}</div>}
        </QuoteFold>
      )}
      {quoted !== '' && <QuoteFold lines={quoted.split('\n').length}>{() => <div className={css.text}>{linked(quoted)}</div>}</QuoteFold>}
    </>
  )
}

const address = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g

/** Web addresses in a text as links; nothing else of it is markup. */
const linked = (text: string) =>
  text.split(address).map((part, n) =>
    n % 2 === 1 ? (
      <a key={`${n} ${part}`} className="link" href={part} target="_blank" rel="noreferrer noopener">
        {part}
      </a>
    ) : (
      part
    ),
  )
