/** An attached message as a letter within the letter: its head, its words, its files, and letters in it that open in its place. */
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '#activities/activity.ts'
import { downloadFromLetter, type Letter, readLetter } from '#activities/fileApi.ts'
import { addressOf } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { AttachmentChip } from '#platform/web/ui/AttachmentChip.tsx'
import { MailFrame } from '#platform/web/ui/MailFrame.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { Unshown } from './FileStages.tsx'
import css from './invitations.module.css'

export function LetterStage({ file }: { file: Attachment }) {
  const { t } = useTranslation()
  const [path, setPath] = useState('')
  const { data, error } = useEndpoint(readLetter, { id: file.id, path })
  if (error) return <Unshown file={file} />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <div className={css.letter} tabIndex={0} role="group" aria-label={file.name}>
      {path !== '' && (
        <Button
          variant="subtle"
          leftSection={<IconArrowLeft size={14} stroke={1.75} aria-hidden />}
          onClick={() => setPath(path.split('.').slice(0, -1).join('.'))}
        >
          {t(($) => $.activity.letter.back)}
        </Button>
      )}
      <article className={css.sheet}>{data ? <Opened letter={data} id={file.id} onOpen={setPath} /> : <SkeletonLines lines={8} />}</article>
    </div>
  )
}

const list = (people: Letter['from']) => people.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', ')

function Opened({ letter, id, onOpen }: { letter: Letter; id: number; onOpen: (path: string) => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const rows = [
    ['from', list(letter.from)],
    ['to', list(letter.to)],
    ['cc', list(letter.cc)],
    ['sent', letter.sentAt === null ? '' : when.full(letter.sentAt)],
  ] as const
  const files = letter.files.filter((f) => !(f.inline && letter.html !== null))
  return (
    <>
      <h3 className={css.summary}>{letter.subject || t(($) => $.activity.letter.noSubject)}</h3>
      <dl className={css.facts}>
        {rows.map(
          ([key, value]) =>
            value !== '' && (
              <div key={key}>
                <dt>{t(($) => $.activity.letter[key])}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <div className={css.words}>
        {letter.html === null ? (
          <div className={css.plain}>{letter.text}</div>
        ) : (
          <MailFrame html={letter.html} from={list(letter.from)} blockedImages={letter.blockedImages} />
        )}
      </div>
      {files.length > 0 && (
        <div className={css.files} role="group" aria-label={t(($) => $.activity.letter.files)}>
          {files.map((f) => (
            <AttachmentChip
              key={f.path}
              name={f.name}
              mediaType={f.mediaType}
              size={f.size}
              href={addressOf(downloadFromLetter, { id, path: f.path })}
              {...(f.letter ? { onOpen: () => onOpen(f.path) } : {})}
            />
          ))}
        </div>
      )}
    </>
  )
}
