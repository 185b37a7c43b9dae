/** The parts of a running server, which stop in the reverse order of their start. */

export interface Parts {
  /** A part that runs from now on. */
  add: (name: string, stop: () => Promise<unknown>) => void
  /** Stops all of them, the last one first; a part that fails to stop does not keep the others from it. Asked again, it waits for the same end. */
  stop: () => Promise<void>
}

/** `failed` hears of parts that could not be stopped properly. */
export function runningParts(failed: (part: string, error: unknown) => void): Parts {
  const parts: { name: string; stop: () => Promise<unknown> }[] = []
  let stopping: Promise<void> | undefined
  const stopAll = async () => {
    for (let part = parts.pop(); part; part = parts.pop())
      try {
        await part.stop()
      } catch (error) {
        failed(part.name, error)
      }
  }
  return {
    add(name, stop) {
      parts.push({ name, stop })
    },
    stop: () => (stopping ??= stopAll()),
  }
}
