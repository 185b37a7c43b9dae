/** One change: who, which fields, through what and when; it opens to old and new values. */
import {
  IconApi,
  IconBolt,
  IconChevronRight,
  IconClock,
  IconDeviceDesktop,
  IconFileImport,
  IconForms,
  IconLink,
  IconMail,
  IconTerminal2,
} from '@tabler/icons-react'
import { Button } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entry, Past } from '#history/api.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { Mark } from '#platform/web/ui/Mark.tsx'
import { Tag } from '#platform/web/ui/Tag.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { ChangeTable } from './ChangeTable.tsx'
import css from './HistoryTab.module.css'
import type { PutBack } from './putBack.ts'
import { useEntryWords } from './useEntryWords.ts'

const icons: Record<Entry['via'], typeof IconApi> = {
  ui: IconDeviceDesktop,
  api: IconApi,
  mail: IconMail,
  timer: IconClock,
  rule: IconBolt,
  import: IconFileImport,
  cli: IconTerminal2,
}
/** Of a change with many fields so many are named before it is opened. */
const named = 4

interface Props {
  /** Its place on the page. */
  id: string
  entry: Entry
  mine: boolean
  expanded: boolean
  onToggle: () => void
  onLink: () => void
  /** Old values as a save would send them; they come once it is expanded. */
  before: Past['before']
  putBack: PutBack
  onForm?: (() => void) | undefined
}

export function HistoryEntry({ id: place, entry, mine, expanded, onToggle, onLink, before, putBack, onForm }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const said = useEntryWords(entry)
  const id = useId()
  const changed = Object.keys(entry.changes)
  const tagged = entry.name === 'ticket.changed' ? changed : []
  const Icon = icons[entry.via]
  const { because } = entry
  const who = entry.who.name ?? t(($) => $.history.desk)
  const line = (
    <>
      <span className={css.who}>
        {entry.who.kind === 'system' ? (
          <Mark size={16} decorative />
        ) : (
          <Avatar name={who} kind={entry.who.kind === 'contact' ? 'customer' : mine ? 'me' : 'user'} />
        )}
        <span className="cut">{who}</span>
      </span>
      <span className={css.what}>
        {tagged.slice(0, named).map((field) => (
          <Tag key={field}>{said.field(field)}</Tag>
        ))}
        {tagged.length > named && <Tag>+{tagged.length - named}</Tag>}
        {tagged.length === 0 && <span className="cut">{said.event}</span>}
        {because && <span className="cut ink3">{t(($) => $.history.because[because])}</span>}
      </span>
      <span className={css.how}>
        <Icon size={14} stroke={2} aria-hidden />
        <span className={css.howWord}>{t(($) => $.history.via[entry.via])}</span>
      </span>
      <time dateTime={entry.at} title={when.full(entry.at)}>
        {when.clock(entry.at)}
      </time>
    </>
  )
  return (
    <div className={css.block} id={place} data-open={expanded || undefined}>
      <button type="button" className={`${css.entry} ring-inside`} aria-expanded={expanded} aria-controls={id} onClick={onToggle}>
        {line}
        <IconChevronRight size={14} stroke={2} aria-hidden className={css.turn} />
        <span className="sr">{t(($) => $.history.expand)}</span>
      </button>
      {expanded && (
        <div id={id} className={css.opened}>
          <ChangeTable entry={entry} before={before} putBack={putBack} />
          <div className={css.links}>
            <Button size="compact-xs" variant="subtle" leftSection={<IconLink size={14} stroke={1.75} aria-hidden />} onClick={onLink}>
              {t(($) => $.history.copyLink)}
            </Button>
            {onForm && (
              <Button size="compact-xs" variant="subtle" leftSection={<IconForms size={14} stroke={1.75} aria-hidden />} onClick={onForm}>
                {t(($) => $.history.showForm)}
              </Button>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
