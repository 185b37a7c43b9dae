/** A field of a form: label, control; how it says that it was edited, that it is wrong, or that someone else changed it meanwhile. */
import { Button } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useWhen } from '../useWhen.ts'
import type { Instant } from '../when.ts'
import css from './FormRow.module.css'

export interface FieldConflict {
  /** Who set the other value. */
  who: string
  at?: Instant
  /** Both values as a person reads them; empty text stands for “empty”. */
  theirs: string
  mine: string
  onKeep: () => void
  onTake: () => void
}

export interface FormRowProps {
  label: string
  /** Id of the control; where the control is no input, `labelId` names its label for `aria-labelledby`. */
  htmlFor?: string
  labelId?: string
  required?: boolean
  /** Changed and not saved: an accent edge. */
  edited?: boolean
  error?: string | undefined
  /** Put it into the control's `aria-describedby`. */
  errorId?: string
  conflict?: FieldConflict | undefined
  children: ReactNode
}

export function FormRow({ label, htmlFor, labelId, required, edited, error, errorId, conflict, children }: FormRowProps) {
  const { t } = useTranslation()
  return (
    <div
      className={css.row}
      data-edited={edited || undefined}
      data-error={error ? true : undefined}
      data-conflict={conflict ? true : undefined}
    >
      <label className={css.label} htmlFor={htmlFor} id={labelId}>
        {label}
        {required && (
          <span className={css.required} title={t(($) => $.common.required)}>
            {' '}
            *
          </span>
        )}
        {edited && <span className="sr"> ({t(($) => $.common.edited)})</span>}
      </label>
      <div className={css.control}>
        {children}
        {error && (
          <p className={css.error} id={errorId} role="alert">
            {error}
          </p>
        )}
        {conflict && <Conflict {...conflict} />}
      </div>
    </div>
  )
}

function Conflict({ who, at, theirs, mine, onKeep, onTake }: FieldConflict) {
  const { t } = useTranslation()
  const when = useWhen()
  const shown = (value: string) => value || t(($) => $.field.empty)
  const values = { who, theirs: shown(theirs), mine: shown(mine) }
  return (
    <div className={css.conflict} role="alert">
      <IconArrowsDiff size={14} stroke={1.75} aria-hidden />
      <div className={css.both}>
        <p>{at ? t(($) => $.field.conflictAt, { ...values, when: when.clock(at) }) : t(($) => $.field.conflict, values)}</p>
        <div className={css.choice}>
          <Button onClick={onKeep} title={values.mine}>
            {t(($) => $.field.keep, { value: values.mine })}
          </Button>
          <Button onClick={onTake} title={values.theirs}>
            {t(($) => $.field.take, { value: values.theirs })}
          </Button>
        </div>
      </div>
    </div>
  )
}
