/** The command line `tessera`: finds the command that the words name and runs it. */
import { UsageProblem, type Command } from '#app/server/command.ts'
import { Problem } from '#platform/problem.ts'
import { version } from '#platform/server/installation.ts'
import { StartProblem } from '#platform/server/startProblem.ts'

/** Every command; loaded only when it is asked for. */
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./commands/start.ts')).start,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
  backup: async () => (await import('./commands/backup.ts')).backup,
  restore: async () => (await import('./commands/restore.ts')).restore,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  'user create': async () => (await import('./commands/user.ts')).userCreate,
  'user list': async () => (await import('./commands/user.ts')).userList,
  'user disable': async () => (await import('./commands/user.ts')).userDisable,
  'user enable': async () => (await import('./commands/user.ts')).userEnable,
  'user password': async () => (await import('./commands/user.ts')).userPassword,
  'user second-step-off': async () => (await import('./commands/secondStep.ts')).userSecondStepOff,
  'token create': async () => (await import('./commands/token.ts')).tokenCreate,
  seed: async () => (await import('./commands/seed.ts')).seedCommand,
}

const print = (line: string) => void process.stdout.write(`${line}\n`)
const say = (line: string) => void process.stderr.write(`${line}\n`)

async function main(args: string[]): Promise<number> {
  const name = Object.keys(commands).find((c) => c === args.slice(0, c.split(' ').length).join(' '))
  const load = name ? commands[name] : undefined
  if (!name || !load) return withoutCommand(args)
  const command = await load()
  const rest = args.slice(name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    print(command.help())
    return 0
  }
  return command.run(rest, { print, say })
}

async function withoutCommand(args: string[]): Promise<number> {
  if (args[0] === '--version' || args[0] === '-v') {
    print(version)
    return 0
  }
  const first = args.find((a) => !a.startsWith('-'))
  const asked = args.length === 0 || args.includes('--help') || args.includes('-h') || first === 'help'
  const known = Object.keys(commands).filter((c) => !first || first === 'help' || c.startsWith(`${first} `))
  if (known.length === 0) throw new UsageProblem(`There is no command "${args.join(' ')}".\ntessera --help lists them.`)
  const width = Math.max(...known.map((c) => c.length)) + 2
  const lines = await Promise.all(known.map(async (c) => `  ${c.padEnd(width)}${(await commands[c]?.())?.about ?? ''}`))
  const text = `Usage: tessera <command> [options]\n\n${lines.join('\n')}\n\ntessera <command> --help explains one; tessera doctor explains the settings.`
  if (asked) print(text)
  else say(text)
  return asked ? 0 : 2
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  say(error instanceof StartProblem || error instanceof Problem ? error.message : String(error instanceof Error ? error.stack : error))
  process.exitCode = error instanceof UsageProblem ? 2 : 1
}
process.exit()
