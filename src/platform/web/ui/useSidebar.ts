/** Whether a side column is open: remembered on wide screens; on narrow ones it lies over the work and closes again. */
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'

const read = (key: string) => {
  try {
    return localStorage.getItem(key) !== 'folded'
  } catch {
    return true
  }
}

/** `narrow` below 1200 px. */
export function useSidebar(storageKey: string): { open: boolean; narrow: boolean; setOpen: (open: boolean) => void } {
  const narrow = useMediaQuery('(max-width: 1199px)', undefined, { getInitialValueInEffect: false }) ?? false
  const [wideOpen, setWideOpen] = useState(() => read(storageKey))
  const [overOpen, setOverOpen] = useState(false)
  const setOpen = (open: boolean) => {
    if (narrow) return setOverOpen(open)
    setWideOpen(open)
    try {
      localStorage.setItem(storageKey, open ? 'open' : 'folded')
    } catch {
      // A browser without storage forgets it; nothing else depends on it.
    }
  }
  return { open: narrow ? overOpen : wideOpen, narrow, setOpen }
}
