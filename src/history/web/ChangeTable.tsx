/** What an entry changed: each field with its old and new value, and the way to put the old one back. */
import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Entry, Past } from '#history/api.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { isCustomKey } from '#tickets/ticket.ts'
import css from './HistoryTab.module.css'
import type { PutBack } from './putBack.ts'
import { useEntryWords } from './useEntryWords.ts'
import { useSaidValue, Value } from './Value.tsx'

interface Props {
  entry: Entry
  /** Old values as a save would send them. */
  before: Past['before']
  putBack: PutBack
}

export function ChangeTable({ entry, before, putBack }: Props) {
  const { t } = useTranslation()
  const words = useEntryWords(entry)
  const said = useSaidValue()
  const changes = Object.entries(entry.changes)
  if (changes.length === 0) return <p className={css.unchanged}>{t(($) => $.history.nothingChanged)}</p>
  return (
    <table className={css.values}>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.history.field)}</th>
          <th scope="col">{t(($) => $.history.before)}</th>
          <th scope="col">{t(($) => $.history.after)}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(([field, { from, to }]) => {
          const back = entry.name === 'ticket.changed' ? putBack(field, before[field]) : undefined
          return (
            <tr key={field}>
              <th scope="row">
                {words.field(field)} {isCustomKey(field) && <span className="ink3">{t(($) => $.history.custom)}</span>}
              </th>
              <td className="ink2">
                <span className={css.old}>
                  <Value field={field} value={from} />
                  {back && (
                    <IconButton
                      className={css.back}
                      icon={<IconArrowBackUp size={14} stroke={1.75} aria-hidden />}
                      label={t(($) => $.history.putBack, { field: words.field(field), value: shortened(said(field, from)) })}
                      onClick={back}
                    />
                  )}
                </span>
              </td>
              <td>
                <Value field={field} value={to} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
