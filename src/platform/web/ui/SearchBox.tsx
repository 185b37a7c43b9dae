/** The place in the tab bar that opens search and commands. */
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { KeyHint } from './KeyHint.tsx'
import css from './SearchBox.module.css'

/** `hint`: its key, such as “/” or “Ctrl K”. */
export function SearchBox({ onOpen, hint }: { onOpen: () => void; hint: string }) {
  const { t } = useTranslation()
  return (
    <button type="button" className={css.box} onClick={onOpen}>
      <IconSearch size={14} stroke={1.75} aria-hidden />
      <span className="cut">{t(($) => $.shell.search)}</span>
      <KeyHint>{hint}</KeyHint>
    </button>
  )
}
