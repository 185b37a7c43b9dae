/** The field changes of a Macro: the same lines as in an edit of many tickets. What is half filled in waits until it is whole. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSet } from '#fields/customField.ts'
import { listUsers } from '#people/api.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { editsOf, isComplete, linesOf, type EditLine } from '#runs/web/editLines.ts'
import { EditLineRow } from '#runs/web/EditLineRow.tsx'
import type { FieldEdits } from '#tickets/fieldEdits.ts'
import css from './macros.module.css'

interface Props {
  changes: FieldEdits
  fields: FieldSet
  /** What is wrong with the change of a field. */
  problem: (field: string) => string | undefined
  onChange: (changes: FieldEdits) => void
}

export function MacroChanges({ changes, fields, problem, onChange }: Props) {
  const { t } = useTranslation()
  const { users = [] } = useEndpoint(listUsers, {}).data ?? {}
  const [held, setHeld] = useState(() => ({ lines: linesOf(changes, fields), told: changes }))
  // It came from elsewhere: what was discarded, or another's version.
  if (JSON.stringify(changes) !== JSON.stringify(held.told)) setHeld({ lines: linesOf(changes, fields), told: changes })
  const { lines } = held
  const become = (next: EditLine[]) => {
    const told = editsOf(next.filter(isComplete), fields) ?? {}
    setHeld({ lines: next, told })
    onChange(told)
  }
  return (
    <div className={css.lines}>
      {lines.map((line, n) => {
        const wrong = line.field === null ? undefined : problem(line.field)
        return (
          <div key={line.key}>
            <EditLineRow
              line={line}
              n={n + 1}
              fields={fields}
              users={users}
              taken={lines.flatMap(({ field }) => (field === null ? [] : [field]))}
              onChange={(to) => become(lines.map((one) => (one.key === line.key ? to : one)))}
              onRemove={() => become(lines.filter((one) => one.key !== line.key))}
            />
            {wrong && (
              <p className={css.wrong} role="alert">
                {wrong}
              </p>
            )}
          </div>
        )
      })}
      <Button
        variant="subtle"
        className={css.add ?? ''}
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() =>
          setHeld({
            ...held,
            lines: [...lines, { key: Math.max(-1, ...lines.map(({ key }) => key)) + 1, field: null, how: 'set', value: null }],
          })
        }
      >
        {t(($) => $.runs.edit.add)}
      </Button>
    </div>
  )
}
