/**
 * The style sheets within a mail. They are not kept: what their simple rules (`p`, `.name`, `p.name`) say is written onto the elements they mean,
 * through the same filter as everything else. So nothing reaches beyond the mail, and a quoted mail keeps its looks.
 */
import { filterStyle } from './mailStyle.ts'

const maxSheet = 200_000
const maxRules = 1_000
const maxStyle = 4_000
const maxAdded = 500_000 // characters of style that one mail may gain
const simple = /^(?:([a-z][a-z0-9]*)|([a-z][a-z0-9]*)?\.([a-z_][\w-]*))$/i

/** The filtered styles by selector, in lower case: `p`, `.name`, `p.name`; and how much may still be added. */
export interface MailSheet {
  rules: ReadonlyMap<string, string>
  left: number
}

/** Reads all sheets of a mail; those in comments are for one program only. */
export function readSheets(html: string): MailSheet {
  const rules = new Map<string, string>()
  let read = 0
  for (const css of sheets(html)) if ((read += readRules(css, rules, maxRules - read)) >= maxRules) break
  return { rules, left: maxAdded }
}

function sheets(html: string): string[] {
  if (!/<style/i.test(html)) return []
  const lower = html.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()) // others may change their length
  const found: string[] = []
  let size = 0
  let comment = html.indexOf('<!--')
  for (let at = 0; at < html.length && size < maxSheet;) {
    const style = lower.indexOf('<style', at)
    if (style === -1) break
    if (comment !== -1 && comment < at) comment = html.indexOf('<!--', at)
    if (comment !== -1 && comment < style) {
      const end = html.indexOf('-->', comment)
      if (end === -1) break
      at = end + 3
      continue
    }
    const begin = html.indexOf('>', style) + 1
    const end = lower.indexOf('</style', begin)
    if (begin === 0 || end === -1) break
    found.push(html.slice(begin, Math.min(end, begin + maxSheet - size)))
    size += end - begin
    at = end + 1
  }
  return found
}

/** How many rules there were. */
function readRules(css: string, rules: Map<string, string>, most: number) {
  const plain = withoutComments(css)
  let count = 0
  for (let at = 0; at < plain.length && count < most; count += 1) {
    const open = plain.indexOf('{', at)
    if (open === -1) return count
    const selector = plain.slice(at, open).split(';').at(-1)?.trim() ?? ''
    // Rules for media, fonts and the like are skipped with all that they hold.
    const end = selector.startsWith('@') ? endOfBlock(plain, open) : plain.indexOf('}', open)
    if (end === -1) return count
    if (!selector.startsWith('@') && selector.length < 2_000) addRule(selector, plain.slice(open + 1, end), rules)
    at = end + 1
  }
  return count
}

function withoutComments(css: string) {
  let out = ''
  let at = 0
  for (let open = css.indexOf('/*'); open !== -1; open = css.indexOf('/*', at)) {
    out += css.slice(at, open)
    const close = css.indexOf('*/', open + 2)
    if (close === -1) return out
    at = close + 2
  }
  return (out + css.slice(at)).replaceAll('<!--', '').replaceAll('-->', '')
}

function endOfBlock(css: string, open: number) {
  let depth = 0
  for (let at = open; at < css.length; at += 1) {
    if (css[at] === '{') depth += 1
    else if (css[at] === '}' && (depth -= 1) === 0) return at
  }
  return -1
}

function addRule(selectors: string, declarations: string, rules: Map<string, string>) {
  const style = filterStyle(declarations.replaceAll(/\s+/g, ' ')).replaceAll(/\s*!important/gi, '')
  if (style === '') return
  for (const selector of selectors.split(',')) {
    const key = selector.trim().toLowerCase()
    if (!simple.test(key)) continue
    const before = rules.get(key)
    const both = before === undefined ? style : `${before};${style}`
    if (both.length <= maxStyle) rules.set(key, both)
  }
}

/** The style of an element: what the sheets say of it, then its own. */
export function withSheets(sheet: MailSheet, name: string, classes: readonly string[], own: string): string {
  if (sheet.rules.size === 0) return own
  const keys = [name, ...classes.slice(0, 20).map((c) => `.${c}`), ...classes.slice(0, 20).map((c) => `${name}.${c}`)]
  const given = keys.flatMap((key) => sheet.rules.get(key) ?? []).join(';')
  if (given === '' || given.length > sheet.left) return own
  sheet.left -= given.length
  return own === '' ? given : `${given};${own}`
}
