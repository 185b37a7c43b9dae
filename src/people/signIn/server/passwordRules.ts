/** What a new password must be: long enough, and more than its owner's own name or address. */
import type { Kysely } from 'kysely'
import { signInSettings } from '#people/signIn/settings.ts'
import { BadInput } from '#platform/problem.ts'
import { readSetting } from '#platform/server/settings.ts'
import type { DB } from '#platform/server/tables.ts'

interface Owner {
  name: string
  email: string
}

/** What must be left when the owner's name and address are taken out. */
const leftOver = 6

/** Throws BadInput for `field`. */
export async function checkNewPassword(db: Kysely<DB>, password: string, owner: Owner, field: string): Promise<void> {
  const { minimumPassword: minimum } = await readSetting(db, signInSettings)
  if (password.normalize('NFKC').length < minimum)
    throw new BadInput(
      `A password needs at least ${minimum} characters.`,
      [{ field, code: 'too_short', details: { minimum } }],
      'too-short',
    )
  if (isPersonal(password, owner))
    throw new BadInput('A password must be more than one’s own name or address.', [{ field, code: 'too_personal' }], 'too-personal')
}

/** Whether little is left of it without its owner's name and address. */
export function isPersonal(password: string, { name, email }: Owner): boolean {
  const [local = ''] = email.split('@')
  const own = [email, ...email.split('@'), name, ...name.split(/\s+/), ...local.split(/[._+-]+/)]
  const words = own.map(plain).filter((word) => word.length >= 3)
  let left = plain(password)
  for (const word of words.toSorted((a, b) => b.length - a.length)) left = left.replaceAll(word, '')
  return left.length < leftOver && left !== plain(password)
}

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
