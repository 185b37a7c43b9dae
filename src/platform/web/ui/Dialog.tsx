/** A question before something happens: its consequences first, then the button that names the effect, the way back last. */
import { Button, Modal } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import css from './Dialog.module.css'

export interface DialogProps {
  open: boolean
  title: string
  /** What will happen, numbers first; or the fields of a small form. */
  children: ReactNode
  /** “Delete 12 tickets”: what the button does. Without it the dialog only shows something. */
  confirm?: string
  /** A destructive effect: the button is red. */
  danger?: boolean
  /** While it runs, the button waits. */
  busy?: boolean
  disabled?: boolean
  /** How it can be undone: “Undo for 30 days.” */
  wayBack?: string
  onConfirm?: () => void
  onClose: () => void
  size?: number
}

/** The focus returns to where it was. A form: Enter confirms. */
export function Dialog(props: DialogProps) {
  const { open, title, children, confirm, danger = false, busy = false, disabled = false, wayBack, onConfirm, onClose, size = 440 } = props
  const { t } = useTranslation()
  const formId = useId()
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t(($) => $.common.close) }}
      classNames={{
        overlay: css.scrim ?? '',
        content: css.content ?? '',
        header: css.header ?? '',
        title: css.title ?? '',
        body: css.body ?? '',
      }}
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy && !disabled) onConfirm?.()
        }}
      >
        <div className={css.text}>{children}</div>
        <div className={css.foot}>
          {wayBack && <span className={css.wayBack}>{wayBack}</span>}
          <Button onClick={onClose}>{t(($) => (confirm ? $.common.cancel : $.common.close))}</Button>
          {confirm && (
            <Button type="submit" variant={danger ? 'danger-filled' : 'filled'} loading={busy} disabled={disabled}>
              {confirm}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  )
}
