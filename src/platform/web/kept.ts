/** Small settings of this browser (width of a panel, height of rows): kept, checked when read, and harmless where storing is forbidden. */
import { useCallback, useState } from 'react'
import type { z } from 'zod'

const prefix = 'tessera:kept:'

/** What was kept under this name, if it still has that shape. */
export function readKept<S extends z.ZodType>(name: string, shape: S): z.output<S> | undefined {
  try {
    return shape.safeParse(JSON.parse(localStorage.getItem(prefix + name) ?? 'null')).data
  } catch {
    return undefined
  }
}

export function keep(name: string, value: unknown) {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value))
  } catch {
    // The setting holds until the page is left.
  }
}

/** Another window of this browser kept something else under this name. */
export function onKeptElsewhere(name: string, run: () => void): () => void {
  const hear = ({ key }: StorageEvent) => key === prefix + name && run()
  window.addEventListener('storage', hear)
  return () => window.removeEventListener('storage', hear)
}

/** A setting as state of a component. */
export function useKept<S extends z.ZodType>(name: string, shape: S, otherwise: z.output<S>) {
  const [value, setValue] = useState<z.output<S>>(() => readKept(name, shape) ?? otherwise)
  const set = useCallback(
    (next: z.output<S>) => {
      setValue(next)
      keep(name, next)
    },
    [name],
  )
  return [value, set] as const
}
