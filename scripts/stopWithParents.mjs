/**
 * npm passes a SIGTERM on to the shell between us, which dies of it and leaves us behind; and nobody passes on a SIGKILL.
 * So a process that npm started watches that shell and npm, and stops in its orderly way when either is gone.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Does nothing outside of npm. */
export function stopWithParents() {
  if (!process.env.npm_lifecycle_event) return
  const parents = [process.ppid]
  try {
    const shell =
      process.platform === 'linux'
        ? readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ')[1].split(' ')[1]
        : execFileSync('ps', ['-o', 'ppid=', '-p', String(process.ppid)], { encoding: 'utf8' })
    if (Number(shell) > 1) parents.push(Number(shell))
  } catch {
    /* Windows: the console closes both */
  }
  const watch = setInterval(() => {
    for (const pid of parents)
      try {
        process.kill(pid, 0)
      } catch {
        clearInterval(watch)
        process.emit('SIGTERM')
        return
      }
  }, 250)
  watch.unref()
}
