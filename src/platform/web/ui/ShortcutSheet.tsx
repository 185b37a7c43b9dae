/** The sheet of all keys, by `?`. */
import { useTranslation } from 'react-i18next'
import { Dialog } from './Dialog.tsx'
import css from './ShortcutSheet.module.css'

export interface ShortcutGroup {
  name: string
  /** Keys that do the same (“j”, “↓”) and what they do. */
  keys: readonly { keys: readonly string[]; does: string }[]
}

interface ShortcutSheetProps {
  open: boolean
  onClose: () => void
  /** To where other keys are chosen. */
  onChange: () => void
  groups: readonly ShortcutGroup[]
}

export function ShortcutSheet({ open, onClose, onChange, groups }: ShortcutSheetProps) {
  const { t } = useTranslation()
  return (
    <Dialog open={open} onClose={onClose} title={t(($) => $.shell.keys)} size={560}>
      <p className="ink2">
        {t(($) => $.shell.keysHint)}{' '}
        <button type="button" className="link" onClick={onChange}>
          {t(($) => $.shell.keysChange)}
        </button>
      </p>
      <div className={css.groups}>
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className={css.name}>{group.name}</h3>
            <dl>
              {group.keys.map(({ keys, does }) => (
                <div key={does} className={css.key}>
                  <dd>{does}</dd>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key} className={css.cap}>
                        {key}
                      </kbd>
                    ))}
                  </dt>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
