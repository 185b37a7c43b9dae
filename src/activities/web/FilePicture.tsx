/** How a file looks in a list: a picture small, everything else by its kind. */
import { IconFile, IconFileText, IconFileTypePdf, IconFileZip, IconMail, IconMovie, IconMusic, IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import { showAttachment } from '#activities/api.ts'
import type { Attachment } from '#activities/activity.ts'
import { shownAs, type ShownKind } from '#files/shownAs.ts'
import { addressOf } from '#platform/web/call.ts'
import css from './files.module.css'

const look = { size: 18, stroke: 1.5, 'aria-hidden': true } as const
/** A larger one is no thumbnail: it would be loaded whole to be shown small. */
const mostBytes = 8_000_000

export function FilePicture({ file }: { file: Attachment }) {
  const [broken, setBroken] = useState(false)
  const kind = shownAs(file.mediaType, file.name)?.kind
  if (kind === 'image' && file.size <= mostBytes && !broken)
    return (
      <img
        className={css.thumb}
        src={addressOf(showAttachment, { id: file.id })}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setBroken(true)}
      />
    )
  return <span className={css.thumb}>{iconOf(kind, file.mediaType)}</span>
}

function iconOf(kind: ShownKind | undefined, mediaType: string) {
  if (kind === 'image') return <IconPhoto {...look} />
  if (kind === 'pdf') return <IconFileTypePdf {...look} />
  if (kind === 'text') return <IconFileText {...look} />
  if (kind === 'letter') return <IconMail {...look} />
  if (kind === 'audio') return <IconMusic {...look} />
  if (kind === 'video') return <IconMovie {...look} />
  return /zip|compressed|x-tar|gzip/.test(mediaType) ? <IconFileZip {...look} /> : <IconFile {...look} />
}
