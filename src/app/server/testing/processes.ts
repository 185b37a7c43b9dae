/** Real processes of Tessera for tests: what an operator would start, with settings of the test's own. */
import { spawn } from 'node:child_process'
import { installationFolder } from '#platform/server/installation.ts'

export interface Process {
  pid: number
  /** What it has said so far on either stream. */
  said: () => string
  /** What it has said on the standard output alone. */
  printed: () => string
  /** Resolves with the exit code; -1 after a signal. */
  ended: Promise<number>
}

/** A test that failed leaves no process behind. */
const started = new Set<number>()
process.once('exit', () => {
  for (const pid of started) signalled(-pid, 'SIGTERM')
})

/** Our own settings, and those of vitest, are not the child's. */
const environment = (settings: Record<string, string>) => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(TESSERA_|VITEST|DATABASE_URL$|NODE_ENV$|PORT$|HOST$|npm_|TEST$|DEV$|PROD$|MODE$)/.test(name),
  )
  return { ...Object.fromEntries(kept), PORT: '0', TESSERA_SMTP_PORT: '0', ...settings }
}

/** Runs a command in the installation's folder, as the leader of a process group of its own. */
export function run(command: string, args: string[], settings: Record<string, string> = {}): Process {
  const child = spawn(command, args, {
    cwd: installationFolder,
    env: environment(settings),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let printed = ''
  child.stdout.on('data', (text) => {
    said += text
    printed += text
  })
  child.stderr.on('data', (text) => (said += text))
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)))
  if (child.pid) {
    started.add(child.pid)
    void ended.then(() => started.delete(child.pid ?? 0))
  }
  return { pid: child.pid ?? 0, said: () => said, printed: () => printed, ended }
}

/** Runs `./tessera` with these words. */
export const tessera = (words: string[], settings?: Record<string, string>) => run(process.execPath, ['tessera', ...words], settings)

/** Whether a process still runs; one that has ended and was not yet waited for does not. */
export const runs = (pid: number) => signalled(pid, 0)

function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}
