/** What a command of `tessera` is: declared once, so that its arguments, its help and its messages agree. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { StartProblem } from '#platform/server/startProblem.ts'

/** The streams a command speaks on: results to `print`, all else to `say`, so that results can be piped. */
export interface Console {
  print: (line: string) => void
  say: (line: string) => void
}

export interface Command {
  /** The words after `tessera`, as in `user create`. */
  name: string
  about: string
  /** The lines that explain its options. */
  help: () => string
  /** Understands the arguments and does the work; returns the exit code. */
  run: (args: string[], console: Console) => Promise<number>
}

/** Wrong arguments: shown with the way to the help, exit code 2. */
export class UsageProblem extends StartProblem {
  override name = 'UsageProblem'
}

/** Declares a command. Options are the keys of `input`, each with a description; a boolean one takes no value. */
export function command<Shape extends z.ZodRawShape>(declared: {
  name: string
  about: string
  input: z.ZodObject<Shape>
  /** The option that is given by itself, without its name: `tessera backup <to>`. */
  place?: keyof Shape & string
  run: (input: z.output<z.ZodObject<Shape>>, console: Console) => Promise<number | void>
}): Command {
  const { name, about, input, place } = declared
  const options = Object.entries(input.shape).map(([option, schema]) =>
    describeOption(option, z.toJSONSchema(z.object({ [option]: schema }), { io: 'input', unrepresentable: 'any' })),
  )
  return {
    name,
    about,
    help: () => helpOf(name, about, options, place),
    async run(args, console) {
      const parsed = input.safeParse(valuesOf(name, args, options, place))
      if (!parsed.success)
        throw new UsageProblem(`${parsed.error.issues.map((i) => problemOf(i, options, place)).join('\n')}\n${seeHelp(name)}`)
      return (await declared.run(parsed.data, console)) ?? 0
    },
  }
}

interface Option {
  name: string
  about: string
  required: boolean
  flag: boolean
}

function describeOption(name: string, schema: z.core.JSONSchema.BaseSchema): Option {
  const property = schema.properties?.[name]
  const one = typeof property === 'object' ? property : {}
  return { name, about: one.description ?? '', required: schema.required?.includes(name) ?? false, flag: one.type === 'boolean' }
}

function valuesOf(name: string, args: string[], options: Option[], place: string | undefined) {
  try {
    const named = options.filter((o) => o.name !== place)
    const known = Object.fromEntries(named.map((o) => [o.name, { type: o.flag ? ('boolean' as const) : ('string' as const) }]))
    const { values, positionals } = parseArgs({ args, options: known, allowPositionals: place !== undefined })
    if (positionals.length > 1) throw new Error(`Too many words: ${positionals.slice(1).join(' ')}`)
    return place === undefined ? values : { ...values, [place]: positionals[0] }
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)
    throw new UsageProblem(`${message}.\n${seeHelp(name)}`)
  }
}

function problemOf(issue: z.core.$ZodIssue, options: Option[], place: string | undefined): string {
  const option = options.find((o) => o.name === issue.path[0])
  if (option && option.name === place) return `<${place}> is missing: ${option.about}.`
  if (option && issue.code === 'invalid_type' && option.required && issue.input === undefined)
    return `--${option.name} is missing: ${option.about}.`
  return `--${issue.path.join('.')} is wrong: ${issue.message}.`
}

const seeHelp = (name: string) => `tessera ${name} --help explains it.`

function helpOf(name: string, about: string, options: Option[], place: string | undefined): string {
  const left = (o: Option) => (o.name === place ? `  <${o.name}>` : `  --${o.name}${o.flag ? '' : ' …'}`)
  const width = Math.max(0, ...options.map((o) => left(o).length)) + 2
  const lines = options.map((o) => `${left(o).padEnd(width)}${o.about}${o.required ? ' (required)' : ''}`)
  return `${about}\n\nUsage: tessera ${name}${place ? ` <${place}>` : ''}${options.some((o) => o.name !== place) ? ' [options]' : ''}\n${lines.length > 0 ? `\n${lines.join('\n')}\n` : ''}`
}
