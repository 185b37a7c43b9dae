/** The line of a field that finds what it is set to as one types: typed text stands only while one is in the line; Escape gives it up. */
import { useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type ChangeEvent, type KeyboardEvent, useState } from 'react'

/** `typed` is null where nothing was typed; `q` is what to look for once the hands rest for `pause` milliseconds; `line` are properties of the input. */
export function useTypedSearch(pause = 150) {
  const [typed, setTyped] = useState<string | null>(null)
  const [q] = useDebouncedValue(typed?.trim() ?? '', pause)
  const list = useCombobox({ onDropdownClose: () => list.resetSelectedOption() })
  const leave = () => {
    setTyped(null)
    list.closeDropdown()
  }
  const line = {
    autoComplete: 'off',
    onBlur: leave,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      setTyped(event.currentTarget.value)
      list.openDropdown()
      list.updateSelectedOptionIndex()
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || typed === null) return
      event.stopPropagation() // the page would close
      leave()
    },
  }
  return { typed, q, list, leave, line }
}
