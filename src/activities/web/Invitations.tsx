/** Invitations of calendar programs as cards: what, when in the reader's own time, where, by whom, and whether it still holds. */
import { IconCalendarEvent } from '@tabler/icons-react'
import { use } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '#activities/activity.ts'
import type { CalendarEvent, EventTime } from '#activities/calendar.ts'
import { readCalendarFile } from '#activities/fileApi.ts'
import { shownAs } from '#files/shownAs.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { localeFor } from '#platform/web/when.ts'
import { useWhen, ZoneContext } from '#platform/web/useWhen.ts'
import css from './invitations.module.css'

const mostFiles = 3
const mostPeople = 8

export function Invitations({ files }: { files: readonly Attachment[] }) {
  const calendars = files.filter((f) => shownAs(f.mediaType, f.name)?.mediaType === 'text/calendar')
  // Some programs send the same invitation twice: as a part and as a file.
  const once = calendars.filter((f, n) => calendars.findIndex((o) => o.size === f.size) === n)
  return once.slice(0, mostFiles).map((file) => <Cards key={file.id} file={file} />)
}

function Cards({ file }: { file: Attachment }) {
  const { data } = useEndpoint(readCalendarFile, { id: file.id })
  // The file itself stands below: a card that cannot be had is no loss to speak of.
  return data?.events.map((event, n) => (
    // oxlint-disable-next-line react/no-array-index-key -- events of a file have no other name than their place
    <Card key={n} event={event} />
  ))
}

function Card({ event }: { event: CalendarEvent }) {
  const { t } = useTranslation()
  const times = useTimes()
  const summary = event.summary || t(($) => $.activity.calendar.untitled)
  const rows = [
    ['when', times.span(event.start, event.end)],
    ['where', event.location],
    ['organiser', event.organiser ? nameOf(event.organiser) : ''],
  ] as const
  const { people } = event
  return (
    <section className={css.card} data-news={event.news} aria-label={t(($) => $.activity.calendar.label, { summary })}>
      <p className={css.news}>
        <IconCalendarEvent size={14} stroke={1.75} aria-hidden />
        {t(($) => $.activity.calendar[event.news])}
      </p>
      <h3 className={css.summary}>{summary}</h3>
      <dl className={css.facts}>
        {rows.map(
          ([key, value]) =>
            value !== '' && (
              <div key={key}>
                <dt>{t(($) => $.activity.calendar[key])}</dt>
                <dd>
                  {value}
                  {key === 'when' && (event.repeats || event.once) && (
                    <small>{event.once ? t(($) => $.activity.calendar.once) : times.repeats(event.repeats)}</small>
                  )}
                </dd>
              </div>
            ),
        )}
        {people.length > 0 && (
          <div>
            <dt>{t(($) => $.activity.calendar.people)}</dt>
            <dd>
              {people
                .slice(0, mostPeople)
                .map((p) => {
                  const { answer } = p
                  return answer === null ? nameOf(p) : `${nameOf(p)} (${t(($) => $.activity.calendar.answer[answer])})`
                })
                .join(', ')}
              {people.length > mostPeople && ` ${t(($) => $.activity.calendar.more, { count: people.length - mostPeople })}`}
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}

const nameOf = ({ name, address }: { name: string; address: string }) => name || address

/** Times of events in the reader's zone; whole days are the same for everybody. */
function useTimes() {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  const zone = use(ZoneContext) ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
  const date = new Intl.DateTimeFormat(localeFor(i18n.language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const one = (time: EventTime) =>
    time.at !== null ? when.full(time.at) : time.day !== null ? date.format(new Date(`${time.day}T00:00:00Z`)) : (time.written ?? '')
  return {
    span(start: EventTime | null, end: EventTime | null) {
      if (!start) return ''
      const last =
        !end || one(end) === one(start)
          ? null
          : start.at !== null && end.at !== null && when.dayKey(start.at) === when.dayKey(end.at)
            ? when.clock(end.at)
            : one(end)
      const time = last === null ? one(start) : t(($) => $.activity.calendar.span, { start: one(start), end: last })
      if (start.at !== null) return t(($) => $.activity.calendar.inZone, { time, zone })
      return start.written === null ? time : t(($) => $.activity.calendar.unknownZone, { time })
    },
    repeats(repeats: CalendarEvent['repeats']) {
      if (!repeats) return ''
      const every = t(($) => $.activity.calendar.every[repeats.unit], { count: repeats.every })
      if (repeats.count !== null) return t(($) => $.activity.calendar.times, { every, count: repeats.count })
      return repeats.until ? t(($) => $.activity.calendar.until, { every, time: one(repeats.until) }) : every
    },
  }
}
