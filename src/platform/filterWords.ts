/**
 * A filter as words in the search box: `refund state:open -status:"On hold" (user:me or no:user) deadline<today`.
 * Bare words ask the full text. What cannot be read is told with the place of the word.
 */
import type { Condition, Filter } from './filter.ts'
import { conditionProblem, type Catalogue, type FilterField } from './filterField.ts'
import {
  fieldOfWord,
  isTimed,
  lengthWord,
  operatorOf,
  opposites,
  signs,
  takesWhole,
  type Between,
  type Names,
  type Sign,
} from './wordSyntax.ts'
import { writtenValue, type Part, type Tell } from './wordValues.ts'

/** `from` to just before `to` are the signs that it is about; `code` names it as problems of a filter do. */
export interface WordProblem {
  from: number
  to: number
  code: string
  details?: Record<string, unknown>
}
export type ReadWords = { filter: Filter; problems?: undefined } | { problems: WordProblem[]; filter?: undefined }

const longest = 8000
const deepest = 20

/** Nothing but white space is the filter that everything passes. */
export function parseWords(text: string, catalogue: Catalogue, names: Names): ReadWords {
  if (text.length > longest) return { problems: [{ from: longest, to: text.length, code: 'too_long' }] }
  const parser = new Parser(text, catalogue, names)
  const filter = parser.all()
  return parser.problems.length > 0 ? { problems: parser.problems } : { filter }
}

/** `words`: bare ones, which may go on. */
interface Found {
  filter: Filter
  words?: string
}

const nothing: Filter = { and: [] }
const keyword = /(or|and|not)(?![^\s()])/iy
const fieldAndSign = new RegExp(
  String.raw`(\p{L}[\p{L}\p{N}_.-]*)(${signs.map((sign) => sign.replace('^', String.raw`\^`)).join('|')})`,
  'uy',
)
const bare = /[^\s()"]+/y
const value = /[^\s()",&]+/y
const wholeValue = /[^\s()"]+/y
const addressOfWeb = /^:\/\//

class Parser {
  readonly problems: WordProblem[] = []
  readonly #text: string
  readonly #catalogue: Catalogue
  readonly #names: Names
  #at = 0
  #depth = 0

  constructor(text: string, catalogue: Catalogue, names: Names) {
    this.#text = text
    this.#catalogue = catalogue
    this.#names = names
  }

  all(): Filter {
    const filter = this.#either(null)
    while (this.#at < this.#text.length && this.problems.length === 0) {
      this.#problem('unexpected', this.#at, this.#at + 1)
      this.#at++
    }
    return filter
  }

  #problem(code: string, from: number, to: number, details?: Record<string, unknown>): Filter {
    this.problems.push({ from, to, code, ...(details ? { details } : {}) })
    return nothing
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at = pattern.lastIndex
    return found
  }

  #space() {
    this.#match(/\s+/y)
  }

  #keyword(wanted: 'or' | 'and' | 'not'): boolean {
    const before = this.#at
    if (this.#match(keyword)?.[1]?.toLowerCase() === wanted) return true
    this.#at = before
    return false
  }

  /** `forced`: a group that begins with *and* or *or* is one of that kind, however many parts it has. */
  #either(forced: 'and' | 'or' | null): Filter {
    if (forced === 'or' && this.#atEnd()) return { or: [] }
    const parts = [this.#both(forced === 'and')]
    for (this.#space(); this.#keyword('or'); this.#space()) parts.push(this.#both(false))
    const [only] = parts
    return parts.length === 1 && only && forced !== 'or' ? only : { or: parts }
  }

  #atEnd() {
    this.#space()
    return this.#at >= this.#text.length || this.#text[this.#at] === ')'
  }

  #both(forced: boolean): Filter {
    const parts: Found[] = []
    while (!this.#atEnd()) {
      const before = this.#at
      if (this.#keyword('or')) {
        this.#at = before
        break
      }
      if (this.#keyword('and')) continue
      const part = this.#one()
      const last = parts.at(-1)
      // Bare words that follow each other are one question.
      if (part.words !== undefined && last?.words !== undefined) Object.assign(last, bareWords(`${last.words} ${part.words}`))
      else parts.push(part)
    }
    const [only] = parts
    return parts.length === 1 && only && !forced ? only.filter : { and: parts.map((part) => part.filter) }
  }

  #one(): Found {
    const from = this.#at
    if (this.#keyword('not')) return { filter: this.#negated(from) }
    if (this.#text[from] === '-' && /[^\s)]/.test(this.#text[from + 1] ?? ' ')) {
      this.#at++
      const { filter } = this.#deeper(from)
      const positive: Condition | null = 'field' in filter ? filter : null
      const opposite = positive && this.#opposite(positive)
      return { filter: opposite ?? { not: filter } }
    }
    if (this.#text[from] === '(') return { filter: this.#group(from) }
    const before = this.#at
    const [, word = '', written = ''] = this.#match(fieldAndSign) ?? []
    const sign = signs.find((one) => one === written)
    if (sign !== undefined && !addressOfWeb.test(this.#text.slice(this.#at - sign.length)))
      return { filter: this.#condition(word, sign, before) }
    this.#at = before
    return this.#bareText()
  }

  #negated(from: number): Filter {
    if (this.#atEnd()) return this.#problem('value_missing', from, this.#at)
    return { not: this.#deeper(from).filter }
  }

  #deeper(from: number) {
    if (this.#depth >= deepest) {
      this.#problem('too_deep', from, this.#text.length)
      this.#at = this.#text.length
      return { filter: nothing }
    }
    this.#depth++
    const found = this.#one()
    this.#depth--
    return found
  }

  #opposite(condition: Condition): Condition | null {
    const field = this.#catalogue.get(condition.field)
    if (field?.type === 'flag' && typeof condition.value === 'boolean') return { ...condition, value: !condition.value }
    const op = opposites[condition.op]
    return op !== undefined && field?.operators.includes(op) ? { ...condition, op } : null
  }

  #group(from: number): Filter {
    if (this.#depth >= deepest) {
      this.#at = this.#text.length
      return this.#problem('too_deep', from, this.#text.length)
    }
    this.#at++
    this.#depth++
    this.#space()
    const forced = this.#keyword('and') ? 'and' : this.#keyword('or') ? 'or' : null
    const filter = this.#either(forced)
    this.#depth--
    this.#space()
    if (this.#text[this.#at] === ')') this.#at++
    else if (this.problems.length === 0) this.#problem('unclosed_parenthesis', from, from + 1)
    return filter
  }

  #bareText(): Found {
    const quoted = this.#quoted()
    if (quoted) return { filter: this.#checked(textIs(quoted.text), quoted.from, [quoted]) }
    const [text = ''] = this.#match(bare) ?? []
    return bareWords(text)
  }

  #quoted(): Part | null {
    const from = this.#at
    if (this.#text[from] !== '"') return null
    let text = ''
    for (let at = from + 1; at < this.#text.length; at++) {
      const sign = this.#text[at] ?? ''
      if (sign === '"') {
        this.#at = at + 1
        return { text, quoted: true, from, to: this.#at }
      }
      text += sign === '\\' ? (this.#text[++at] ?? '') : sign
    }
    this.#at = this.#text.length
    this.#problem('unclosed_quote', from, this.#at)
    return { text, quoted: true, from, to: this.#at }
  }

  #condition(word: string, sign: Sign, from: number): Filter {
    const presence = sign === ':' ? word.toLowerCase() : ''
    if (presence === 'is' || presence === 'has' || presence === 'no') return this.#presence(presence, from)
    const field = fieldOfWord(this.#catalogue, word)
    if (!field) {
      this.#values(false, false)
      return this.#problem('unknown_field', from, from + word.length, { field: word })
    }
    const { parts, between, listed } = this.#values(takesWhole(field, sign), isRangeType(field))
    const [first] = parts
    const length =
      first && parts.length === 1 && !first.quoted && !listed ? (lengthWord.exec(first.text)?.[1]?.toLowerCase() ?? null) : null
    const op = operatorOf(field, sign, between, listed || field.several, length === 'last' || length === 'next' ? length : null)
    if (op === null) return this.#problem('wrong_operator', from, this.#at, { field: field.key, sign })
    if (!first && !listed) return this.#problem('value_missing', from, this.#at, { field: field.key })
    const tell: Tell = (code, at, more) => void this.#problem(code, at.from, at.to, { field: field.key, ...more })
    const made = writtenValue({ field, op, sign, parts, names: this.#names, tell })
    return this.#checked({ field: field.key, op, ...(made === undefined ? {} : { value: made }) }, from, parts)
  }

  #presence(how: 'is' | 'has' | 'no', from: number): Filter {
    const at = this.#at
    const [word = ''] = this.#match(value) ?? []
    const field = fieldOfWord(this.#catalogue, word)
    if (!field) return this.#problem('unknown_field', at, Math.max(this.#at, at + 1), { field: word })
    const condition: Condition =
      how === 'is' ? { field: field.key, op: 'is', value: true } : { field: field.key, op: how === 'no' ? 'empty' : 'not_empty' }
    return this.#checked(condition, from, [{ from: at, to: this.#at }])
  }

  /** Tells what is wrong with a condition where it was written. */
  #checked(condition: Condition, from: number, parts: readonly Pick<Part, 'from' | 'to'>[]): Filter {
    const problem = this.problems.length > 0 ? null : conditionProblem(condition, this.#catalogue)
    if (!problem) return condition
    const [where, n] = problem.path
    const part = typeof n === 'number' ? parts[n] : n === 'to' ? parts[1] : parts[0]
    const at = where === 'value' && part ? part : { from, to: this.#at }
    return this.#problem(problem.code, at.from, at.to, { field: condition.field, ...problem.details })
  }

  /** Values up to white space. `listed`: a comma or `&` says that it is a list, even of one. */
  #values(whole: boolean, ranged: boolean): { parts: Part[]; between: Between; listed: boolean } {
    const parts: Part[] = []
    let between: Between = null
    let listed = false
    for (;;) {
      const part = this.#quoted() ?? this.#bareValue(whole, ranged)
      if (part) parts.push(part)
      const sign = this.#text[this.#at] ?? ''
      const next = whole ? null : sign === ',' || sign === '&' ? sign : ranged && this.#text.startsWith('..', this.#at) ? '..' : null
      if (next === null) return { parts, between, listed }
      if (between !== null && between !== next) this.#problem('unexpected', this.#at, this.#at + next.length)
      between = next
      listed ||= next !== '..'
      this.#at += next.length
    }
  }

  #bareValue(whole: boolean, ranged: boolean): Part | null {
    const from = this.#at
    const found = this.#match(whole ? wholeValue : value)
    if (!found) return null
    const dots = ranged ? found[0].indexOf('..') : -1
    if (dots >= 0) this.#at = from + dots
    const text = this.#text.slice(from, this.#at)
    return text === '' ? null : { text, quoted: false, from, to: this.#at }
  }
}

const bareWords = (words: string): Found => ({ filter: textIs(words), words })
const textIs = (words: string): Condition => ({ field: 'text', op: 'matches', value: words })
const isRangeType = (field: FilterField) => !field.several && (isTimed(field) || field.type === 'number' || field.type === 'time')
