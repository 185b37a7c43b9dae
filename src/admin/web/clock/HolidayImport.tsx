/** Takes holidays over from a calendar file (iCal): shows first what it would bring and what of it cannot be taken over. */
import { Button } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HolidayFile } from '#categories/holidayFile.ts'
import type { TimeGroup } from '#categories/timeGroup.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { holidaysIn } from './holidaysIn.ts'
import css from './clock.module.css'
import { DayList } from './YearPreview.tsx'

type Holidays = Pick<TimeGroup, 'yearly' | 'exceptions'>
const largest = 5_000_000

/** What is not in the group yet. */
function newIn(file: HolidayFile, group: Holidays): Holidays {
  const rules = new Set(group.yearly.map((rule) => JSON.stringify({ ...rule, title: '' })))
  const dates = new Set(group.exceptions.map(({ date }) => date))
  return {
    yearly: file.yearly.filter((rule) => !rules.has(JSON.stringify({ ...rule, title: '' }))),
    exceptions: file.exceptions.filter(({ date }) => !dates.has(date)),
  }
}

export function HolidayImport({ group, onAdd }: { group: Holidays; onAdd: (found: Holidays) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<HolidayFile>()
  const [tooLarge, setTooLarge] = useState(false)
  const [year] = useState(() => new Date().getFullYear())

  async function read(given: File | undefined) {
    if (!given) return
    setTooLarge(given.size > largest)
    if (given.size > largest) return
    const { readHolidays } = await import('#categories/holidayFile.ts')
    setFile(readHolidays(await given.text()))
  }
  const found = file && newIn(file, group)
  const years = found ? [...new Set([year, ...found.exceptions.map(({ date }) => Number(date.slice(0, 4)))])].toSorted((a, b) => a - b) : []
  const count = found ? found.yearly.length + found.exceptions.length : 0
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".ics,text/calendar"
        hidden
        aria-label={t(($) => $.manage.timeGroup.importFile)}
        onChange={(event) => {
          void read(event.currentTarget.files?.[0])
          event.currentTarget.value = ''
        }}
      />
      <Button leftSection={<IconCalendarPlus size={16} stroke={1.75} aria-hidden />} onClick={() => input.current?.click()}>
        {t(($) => $.manage.timeGroup.importFile)}
      </Button>
      {tooLarge && <span className={css.wrongRule}>{t(($) => $.manage.timeGroup.fileTooLarge)}</span>}
      {file && found && (
        <Dialog
          open
          size={520}
          title={t(($) => $.manage.timeGroup.importTitle)}
          {...(count > 0 ? { confirm: t(($) => $.manage.timeGroup.importAdd, { count }) } : {})}
          onConfirm={() => {
            onAdd(found)
            setFile(undefined)
          }}
          onClose={() => setFile(undefined)}
        >
          <p>{t(($) => $.manage.timeGroup.importFound, { yearly: found.yearly.length, once: found.exceptions.length })}</p>
          {count > 0 && <DayList days={years.flatMap((one) => holidaysIn(one, found)).slice(0, 400)} />}
          {file.skipped.length > 0 && (
            <>
              <p>{t(($) => $.manage.timeGroup.importSkipped, { count: file.skipped.length })}</p>
              <ul className={css.preview}>
                {file.skipped.slice(0, 100).map((one) => (
                  <li key={`${one.line} ${one.code}`}>
                    <span>{t(($) => $.manage.timeGroup.line, { n: one.line })}</span>
                    <span>
                      {one.title}{' '}
                      <span className="ink3">{t(($) => $.timeGroup.skipped[one.code === 'too_many' ? 'tooMany' : one.code])}</span>
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Dialog>
      )}
    </>
  )
}
