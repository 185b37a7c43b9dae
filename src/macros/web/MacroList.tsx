/** Macros beside a ticket: each says what it would do; a click fills the form and begins its message, and saves nothing. */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBolt } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { OfferedMacro } from '#macros/macro.ts'
import { keysOf } from '#tickets/ticket.ts'
import css from './MacroList.module.css'
import { useLostWords } from './useLostWords.ts'

interface Props {
  macros: readonly OfferedMacro[]
  /** Calls the ticket's fields by their names. */
  nameOf: (field: string) => string
  onApply: (macro: OfferedMacro) => void
}

export function MacroList({ macros, nameOf, onApply }: Props) {
  const { t } = useTranslation()
  const say = useLostWords(nameOf)
  if (macros.length === 0) return null
  // Those outside of every folder come first.
  const folders = ['', ...new Set(macros.flatMap(({ folder }) => (folder === '' ? [] : [folder])))]
  return (
    <section className={css.macros} aria-label={t(($) => $.macro.title)}>
      <h2>{t(($) => $.macro.title)}</h2>
      <ul>
        {folders.map((folder) => (
          <Fragment key={folder}>
            {folder !== '' && <li className={css.folder}>{folder}</li>}
            {macros
              .filter((one) => one.folder === folder)
              .map((one) => {
                const fields = keysOf(one.changes).map(nameOf).join(', ')
                const does = [
                  fields && t(($) => $.macro.fills, { fields }),
                  one.template && t(($) => $.macro.begins, { name: one.template.name }),
                ].filter(Boolean)
                return (
                  <li key={one.id} className={css.macro}>
                    <span className={css.what}>
                      <span className={css.name}>{one.name}</span>
                      <span className={css.does}>{does.join('; ')}</span>
                      {one.lost.map((lost) => (
                        <span key={lost.field} className={css.lost}>
                          <IconAlertTriangle size={12} stroke={2} aria-hidden /> {say(lost)}
                        </span>
                      ))}
                    </span>
                    <Button
                      aria-label={t(($) => $.macro.apply, { name: one.name })}
                      disabled={fields === '' && one.template === null}
                      leftSection={<IconBolt size={14} stroke={1.75} aria-hidden />}
                      onClick={() => onApply(one)}
                    >
                      {t(($) => $.macro.use)}
                    </Button>
                  </li>
                )
              })}
          </Fragment>
        ))}
      </ul>
    </section>
  )
}
