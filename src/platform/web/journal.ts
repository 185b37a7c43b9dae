/** What someone typed, kept in this browser until it is saved or sent: a reload, a crash or a failed send loses nothing. */
import type { z } from 'zod'

const prefix = 'tessera:journal:'
/** Where the browser's own storage is full or forbidden, at least the open page remembers. */
const memory = new Map<string, string>()

/** Writes an entry; `at` is the time of the last key press that it holds. */
export function writeJournal(key: string, value: unknown, at = Date.now()) {
  const text = JSON.stringify({ at, value })
  try {
    localStorage.setItem(prefix + key, text)
    memory.delete(prefix + key)
  } catch {
    memory.set(prefix + key, text)
  }
}

/** What was kept under this key, if it still has the shape that the product knows today. */
export function readJournal<S extends z.ZodType>(key: string, shape: S): { at: number; value: z.output<S> } | undefined {
  const text = memory.get(prefix + key) ?? stored(prefix + key)
  if (text === undefined) return undefined
  try {
    const { at, value }: Record<string, unknown> = JSON.parse(text)
    const read = shape.safeParse(value)
    return read.success && typeof at === 'number' ? { at, value: read.data } : undefined
  } catch {
    return undefined
  }
}

/** Saved, sent or thrown away by its author: the entry is forgotten. */
export function clearJournal(key: string) {
  memory.delete(prefix + key)
  try {
    localStorage.removeItem(prefix + key)
  } catch {
    // Nothing is stored where storing is forbidden.
  }
}

/** The keys that begin with these words. */
export function journalKeys(beginning: string): string[] {
  const keys = new Set(memory.keys())
  try {
    for (let n = 0; n < localStorage.length; n++) keys.add(localStorage.key(n) ?? '')
  } catch {
    // Memory alone then.
  }
  return [...keys].filter((key) => key.startsWith(prefix + beginning)).map((key) => key.slice(prefix.length))
}

function stored(key: string) {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}
