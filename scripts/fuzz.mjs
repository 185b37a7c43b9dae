/** Ten minutes of mangled mail through the whole intake; another length in seconds as the argument. What fails is written to a file and named. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = join(fileURLToPath(import.meta.url), '..', '..')
const seconds = process.argv[2] ?? '600'
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'src/channels/email/server/fuzzIntake.test.ts'], {
  cwd: home,
  stdio: 'inherit',
  env: { ...process.env, TESSERA_FUZZ_SECONDS: seconds },
})
process.exit(status ?? 1)
