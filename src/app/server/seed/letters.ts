/** What customers of an example desk write, and what its agents answer: by language, each scene belonging to a Category. */
import { czech } from './lettersCzech.ts'
import { english } from './lettersEnglish.ts'
import { french } from './lettersFrench.ts'
import { german } from './lettersGerman.ts'

/** `{order}`, `{invoice}`, `{amount}`, `{product}`, `{city}`, `{days}` and `{name}` are filled in per ticket. */
export interface Scene {
  category: string
  title: string
  ask: string
  answer: string
  /** What the customer sends back. */
  reply: string
}

export interface Language {
  code: string
  hello: string
  bye: string
  re: string
  products: readonly string[]
  scenes: readonly Scene[]
  /** Internal, between agents. */
  comments: readonly string[]
}

/** Twice English: about the mix of a desk in central Europe that sells abroad. */
export const languages: readonly Language[] = [english, german, czech, french, english]
