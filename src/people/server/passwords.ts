/** Passwords are kept as argon2id hashes only, at the cost that OWASP recommends (19 MiB, two passes). */
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } // argon2id is the package's default
const current = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`

/** The same letters typed on another keyboard are the same password. */
const same = (password: string) => password.normalize('NFKC')

export const hashPassword = (password: string) => hash(same(password), cost)

/** Verified in place of a User who does not exist, so that the time to an answer does not tell who does. */
let nobody: Promise<string> | undefined

/** Whether it is the password. `renew`: the hash was made at another cost, so the password should be hashed anew now that it is known. */
export async function checkPassword(stored: string | null | undefined, password: string): Promise<{ right: boolean; renew: boolean }> {
  const nobodys = await (nobody ??= hashPassword(randomBytes(16).toString('hex')))
  const right = (await verify(stored ?? nobodys, same(password))) && typeof stored === 'string'
  return { right, renew: right && !stored.startsWith(current) }
}
