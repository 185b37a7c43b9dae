/** Workers that take work from the database as long as there is some, when they are woken, and now and then: a lost call delays, nothing more. */

export interface Workers {
  /** There may be work. */
  wake: () => void
  /** Takes nothing new and waits for what is under way. */
  stop: () => Promise<void>
}

export interface WorkersOptions {
  count: number
  /** Milliseconds between looks without being woken. */
  every: number
  /** Milliseconds that a call waits for further ones: many in a row are one look. */
  gather?: number
  /** Does one piece of work; false when there was none. */
  work: () => Promise<boolean>
  /** Hears of work that threw; the worker rests for `every` and goes on. */
  failed: (error: unknown) => void
}

export function startWorkers({ count, every, gather, work, failed }: WorkersOptions): Workers {
  const stopping = new AbortController()
  let calls = 0
  const resting = new Set<() => void>()
  const rest = () =>
    new Promise<void>((resolve) => {
      const up = () => {
        clearTimeout(timer)
        resting.delete(up)
        resolve()
      }
      const timer = setTimeout(up, every)
      resting.add(up)
    })
  const wakeOne = () => {
    for (const up of resting) return up()
  }
  const wakeAll = () => {
    for (const up of resting) up()
  }
  const called = () => {
    calls++
    wakeOne()
  }
  let gathering: NodeJS.Timeout | undefined
  const one = async () => {
    while (!stopping.signal.aborted) {
      const heard = calls
      let more = false
      let broken = false
      try {
        more = await work()
        if (more) wakeOne() // where there was some, there may be more
      } catch (error) {
        broken = true
        failed(error)
      }
      // A call that came while the worker looked in vain is not forgotten.
      if (!stopping.signal.aborted && (broken || (!more && heard === calls))) await rest()
    }
  }
  const ended = Promise.all(Array.from({ length: count }, one))
  return {
    wake() {
      if (gather === undefined) called()
      else
        gathering ??= setTimeout(() => {
          gathering = undefined
          called()
        }, gather)
    },
    async stop() {
      stopping.abort()
      clearTimeout(gathering)
      wakeAll()
      await ended
    },
  }
}
