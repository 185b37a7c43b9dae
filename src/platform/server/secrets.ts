/**
 * The installation's secret key and what is made from it: one key for each purpose, and encryption of what the database must not show
 * (passwords of mailboxes, secrets of signing in). Without the key a stolen copy of the database opens no mailbox; without it we cannot, either.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Config } from './config.ts'
import { StartProblem } from './startProblem.ts'
import type { DB } from './tables.ts'

/** What keys are made for; a key of one purpose opens nothing of another. */
export type Purpose = 'queue-secrets' | 'mail-signature' | 'file-names' | 'key-check' | 'second-factor' | 'sso-secrets'

export interface Secrets {
  /** 32 bytes that are always the same for this installation and purpose. */
  key: (purpose: Purpose) => Buffer
  /** AES-256-GCM. `bound` names what the text belongs to (`queue:3:imap`); it cannot be opened elsewhere. */
  encrypt: (purpose: Purpose, text: string, bound?: string) => Buffer
  /** Throws when the bytes were altered, belong elsewhere, or were made with another key. */
  decrypt: (purpose: Purpose, bytes: Buffer, bound?: string) => string
}

/** The key of the settings, or the one in the data folder, which is made at the first start. */
export const openSecrets = ({ secretKey }: Pick<Config, 'secretKey'>, dataFolder: string): Secrets =>
  secretsFrom(secretKey ?? keyInFile(keyFileIn(dataFolder)))

export function secretsFrom(master: string): Secrets {
  const keys = new Map<Purpose, Buffer>()
  const key = (purpose: Purpose) => {
    const made = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', master, 'tessera', purpose, 32))
    keys.set(purpose, made)
    return made
  }
  return {
    key,
    encrypt(purpose, text, bound = '') {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key(purpose), iv).setAAD(Buffer.from(bound))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([version]), iv, cipher.getAuthTag(), sealed])
    },
    decrypt(purpose, bytes, bound = '') {
      if (bytes[0] !== version || bytes.length < 29) throw new Error('These bytes were not encrypted by this version of Tessera.')
      const cipher = createDecipheriv('aes-256-gcm', key(purpose), bytes.subarray(1, 13), { authTagLength: 16 })
      cipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(13, 29))
      return Buffer.concat([cipher.update(bytes.subarray(29)), cipher.final()]).toString('utf8')
    },
  }
}

/** The first byte of what is encrypted, so that another way can follow one day. */
const version = 1

function keyInFile(file: string): string {
  try {
    if (!statSync(file, { throwIfNoEntry: false })) make(file)
    const key = readFileSync(file, 'utf8').trim()
    if (key.length < 32) throw new Error('it is too short to be a key')
    return key
  } catch (error) {
    throw new StartProblem(
      `The secret key in ${file} cannot be used: ${error instanceof Error ? error.message : String(error)}.\nRestore the file, or set TESSERA_SECRET_KEY.`,
      { cause: error },
    )
  }
}

/** Appears with its content or not at all; of two processes at once one wins and both read its key. */
function make(file: string) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true })
  chmodSync(draft, 0o600)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  if (process.platform === 'win32') return // does not open folders
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** By what a key is recognised; it tells nothing of the key. */
export const keyCheckOf = (secrets: Secrets) => createHmac('sha256', secrets.key('key-check')).update('tessera').digest()

/** The file that holds the key where no setting does. */
export const keyFileIn = (dataFolder: string) => join(dataFolder, 'secret')

/** Makes sure that this key is the one that the stored secrets were encrypted with; the first key ever is remembered. */
export async function checkKey(db: Kysely<DB>, secrets: Secrets): Promise<void> {
  const mine = keyCheckOf(secrets)
  await db.updateTable('installation').set({ key_check: mine }).where('key_check', 'is', null).execute()
  const { key_check: kept } = await db.selectFrom('installation').select('key_check').executeTakeFirstOrThrow()
  if (kept && timingSafeEqual(kept, mine)) return
  throw new StartProblem(
    `This is not the secret key that the database was used with, so its stored passwords cannot be read.
Bring back the file secret of the old TESSERA_DATA, or set TESSERA_SECRET_KEY to what it was.
If the key is lost for good: update installation set key_check = null, enter the passwords of all mailboxes and the secrets
of single sign-on again, and have everyone set up two-step sign-in anew (delete from second_factors).`,
  )
}
