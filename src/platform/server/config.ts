/** All settings, each with a default that makes `npm start` work. Nothing else reads the environment; `tessera doctor` explains each. */
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { installationFolder } from './installation.ts'
import { StartProblem } from './startProblem.ts'

const port = z.coerce.number().int().min(0).max(65535)

/** Every setting by its name in the environment. The descriptions are what `tessera doctor` prints. */
export const settings = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address that the web server and the mail listener listen on; 0.0.0.0 for every network.'),
  PORT: port.default(3000).describe('Port of the web server; 0 takes any free one.'),
  TESSERA_SMTP_PORT: port.default(2525).describe('Port on which the mail listener accepts mail (SMTP); 0 takes any free one.'),
  TESSERA_DATA: z
    .string()
    .default(join(installationFolder, 'data'))
    .describe('Folder for the database, the files and what else must survive a restart.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/database' })
    .optional()
    .describe('Any PostgreSQL from version 15 on. Not set: the embedded one, kept in TESSERA_DATA.'),
  TESSERA_ADMIN_EMAIL: z
    .email()
    .optional()
    .describe('With TESSERA_ADMIN_PASSWORD: creates the first administrator without the set-up page.'),
  TESSERA_ADMIN_PASSWORD: z
    .string()
    .min(10, 'must have at least 10 characters')
    .optional()
    .describe('Password of the first administrator. Has no effect once there is a User.'),
  TESSERA_URL: z
    .url({ protocol: /^https?$/, error: 'must look like https://desk.example.com' })
    .optional()
    .describe('Public address of this installation, for links in mail. Not set: http://HOST:PORT.'),
  TESSERA_SMTP_TLS_CERT: z
    .string()
    .optional()
    .describe('File with the certificate (PEM) of the mail listener; with TESSERA_SMTP_TLS_KEY it offers STARTTLS.'),
  TESSERA_SMTP_TLS_KEY: z.string().optional().describe('File with the private key (PEM) of that certificate.'),
  TESSERA_SECRET_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'Encrypts the passwords of mailboxes and the secrets of signing in that are in the database. Not set: a key made once and kept in TESSERA_DATA.',
    ),
  TESSERA_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is written to the log: fatal, error, warn, info, debug, trace or silent.'),
  TESSERA_METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Bearer token that /metrics asks for. Not set: /metrics answers to this machine only.'),
})

/** The settings under the names that the code uses. */
export interface Config {
  host: string
  port: number
  smtpPort: number
  /** Absolute. */
  dataFolder: string
  /** Whether somebody asked for that folder. */
  dataFolderGiven: boolean
  /** Unset: the embedded database. */
  databaseUrl: string | undefined
  admin: { email: string; password: string } | undefined
  /** Without a slash at its end. */
  publicUrl: string
  /** Files with the mail listener's certificate and its key; without them it offers no STARTTLS. */
  smtpTls: { cert: string; key: string } | undefined
  secretKey: string | undefined
  logLevel: z.output<typeof settings>['TESSERA_LOG_LEVEL']
  metricsToken: string | undefined
  /** False under `npm run dev` and in tests. */
  production: boolean
}

/** The settings that this process was started with; a setting left empty counts as not set. Throws a StartProblem that names each wrong one. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = settings.safeParse(given)
  if (!parsed.success)
    throw new StartProblem(parsed.error.issues.map((i) => `The setting ${i.path.join('.')} is wrong: ${i.message}.`).join('\n'))
  const s = parsed.data
  if (!s.TESSERA_ADMIN_EMAIL !== !s.TESSERA_ADMIN_PASSWORD)
    throw new StartProblem('TESSERA_ADMIN_EMAIL and TESSERA_ADMIN_PASSWORD belong together: set both or neither.')
  if (!s.TESSERA_SMTP_TLS_CERT !== !s.TESSERA_SMTP_TLS_KEY)
    throw new StartProblem('TESSERA_SMTP_TLS_CERT and TESSERA_SMTP_TLS_KEY belong together: set both or neither.')
  return {
    host: s.HOST,
    port: s.PORT,
    smtpPort: s.TESSERA_SMTP_PORT,
    dataFolder: resolve(s.TESSERA_DATA),
    dataFolderGiven: 'TESSERA_DATA' in given,
    databaseUrl: s.DATABASE_URL,
    admin:
      s.TESSERA_ADMIN_EMAIL && s.TESSERA_ADMIN_PASSWORD ? { email: s.TESSERA_ADMIN_EMAIL, password: s.TESSERA_ADMIN_PASSWORD } : undefined,
    publicUrl: (s.TESSERA_URL ?? addressOf(s.HOST, s.PORT)).replace(/\/+$/, ''),
    smtpTls:
      s.TESSERA_SMTP_TLS_CERT && s.TESSERA_SMTP_TLS_KEY
        ? { cert: resolve(s.TESSERA_SMTP_TLS_CERT), key: resolve(s.TESSERA_SMTP_TLS_KEY) }
        : undefined,
    secretKey: s.TESSERA_SECRET_KEY,
    logLevel: s.TESSERA_LOG_LEVEL,
    metricsToken: s.TESSERA_METRICS_TOKEN,
    production: given['NODE_ENV'] === 'production',
  }
}

/** The address by which a browser on this machine reaches a server that listens there. */
export function addressOf(host: string, portNumber: number): string {
  const name = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${portNumber}`
}

/** Each setting as it stands, for a person to read. Secrets are not shown, nor is the password in an address. */
export function explainSettings(environment: Record<string, string | undefined> = process.env) {
  return Object.entries(settings.shape).map(([name, setting]) => {
    const value = environment[name]?.trim()
    const hidden = /PASSWORD|SECRET|TOKEN/.test(name) ? '(set, hidden)' : value?.replace(/\/\/[^@/]*@/, '//…@')
    return { name, value: value ? hidden : '(not set)', about: setting.description ?? '' }
  })
}
