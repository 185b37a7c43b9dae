/** The customers of the example desk: who contact number n is follows from the seed alone, so nobody has to be remembered. */
import { languages, type Language } from './letters.ts'
import { people, slug } from './names.ts'
import { Random } from '#platform/server/random.ts'

export interface Customer {
  id: number
  name: string
  email: string
  accountId: number | null
  language: Language
  city: string
}

/** Ids of all kinds of rows begin after those that were there before. */
export interface Customers {
  seed: number
  firstAccount: number
  accounts: number
  firstContact: number
  contacts: number
}

const accountSubject = 0x1000_0000
const contactSubject = 0x2000_0000

export function accountOf({ seed }: Customers, id: number): { name: string; language: Language; domain: string } {
  const random = new Random(seed, accountSubject + id)
  const language = random.pick(languages)
  const words = people[language.code] ?? people['en']!
  const name = `${random.pick(words.last)} ${random.pick(words.firm)}`
  return { name, language, domain: `${slug(name)}-${id}.example` }
}

export function customerOf(customers: Customers, id: number): Customer {
  const random = new Random(customers.seed, contactSubject + id)
  const accountId = random.chance(0.15) ? null : customers.firstAccount + random.skewed(customers.accounts)
  const account = accountId === null ? undefined : accountOf(customers, accountId)
  const language = account?.language ?? random.pick(languages)
  const words = people[language.code] ?? people['en']!
  const name = `${random.pick(words.first)} ${random.pick(words.last)}`
  const local = slug(name).replace('-', '.')
  return { id, name, email: `${local}.${id}@${account?.domain ?? 'post.example'}`, accountId, language, city: random.pick(words.cities) }
}
