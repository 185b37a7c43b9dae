/** The rows of the first sheet of a workbook as they are read: text as text, dates as `yyyy-mm-dd hh:mm:ss`, numbers as they are. */
import { mostColumns } from '#transfer/ticketImport.ts'
import { attribute, xmlParts } from './xmlParts.ts'
import { tooLarge, unreadable, zipFile, type ZipFile } from './zipFile.ts'

const megabyte = 1024 * 1024
/** A sheet may unpack to so much; the texts that cells share must be kept while it is read. */
const mostSheet = 2048 * megabyte
const mostShared = 256 * megabyte
const mostSmall = 16 * megabyte

export async function* xlsxRows(path: string): AsyncGenerator<string[]> {
  const zip = await zipFile(path)
  const book = await readBook(zip)
  const shared = zip.has('xl/sharedStrings.xml') ? await sharedTexts(zip) : []
  const dates = zip.has('xl/styles.xml') ? await dateStyles(zip) : new Set<number>()
  let row: string[] = []
  let cell = { at: 0, type: '', style: 0 }
  let [value, inText, filled] = ['', false, false]
  for await (const part of xmlParts(zip.read(book.sheet, mostSheet))) {
    if ('open' in part) {
      if (part.open === 'row') row = []
      else if (part.open === 'c') {
        const place = attribute(part.attributes, 'r')
        cell = {
          at: place === undefined ? row.length : columnAt(place),
          type: attribute(part.attributes, 't') ?? 'n',
          style: Number(attribute(part.attributes, 's') ?? -1),
        }
        ;[value, filled] = ['', false]
      } else if (part.open === 'v' || part.open === 't') [inText, filled] = [!part.empty, true]
    } else if ('text' in part) {
      if (inText) value += part.text
    } else if (part.close === 'v' || part.close === 't') inText = false
    else if (part.close === 'c') {
      if (filled && cell.at < mostColumns) {
        while (row.length < cell.at) row.push('')
        row[cell.at] = shown(value, cell, { shared, dates, since1904: book.since1904 })
      }
    } else if (part.close === 'row' && row.some((one) => one !== '')) yield row
  }
}

interface Reading {
  shared: readonly string[]
  dates: ReadonlySet<number>
  since1904: boolean
}

function shown(value: string, { type, style }: { type: string; style: number }, { shared, dates, since1904 }: Reading): string {
  if (type === 's') return shared[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'yes' : 'no'
  if (type === 'e') return ''
  if (type === 'n' && value !== '' && Number.isFinite(Number(value)))
    return dates.has(style) ? dateOf(Number(value), since1904) : String(Number(value))
  return plain(value)
}

/** Days since the end of 1899, or since 1904; the fraction is the time of day. */
function dateOf(days: number, since1904: boolean): string {
  const ms = Math.round(((days - (since1904 ? 24_107 : 25_569)) * 86_400_000) / 1000) * 1000
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return String(days)
  const iso = new Date(ms).toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, -14) : iso.slice(0, -5).replace('T', ' ')
}

/** `_x000D_` is how a workbook writes a sign that XML cannot hold. */
const plain = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replaceAll('\0', '')
    : text

/** `B7` is the second one. */
function columnAt(place: string): number {
  let at = 0
  for (const letter of /^[A-Z]{1,4}/.exec(place)?.[0] ?? 'A') at = at * 26 + letter.charCodeAt(0) - 64
  return at - 1
}

/** Where the first sheet lies. */
async function readBook(zip: ZipFile): Promise<{ sheet: string; since1904: boolean }> {
  let [first, since1904] = ['', false]
  for await (const part of xmlParts(zip.read('xl/workbook.xml', mostSmall))) {
    if (!('open' in part)) continue
    if (part.open === 'sheet' && first === '') first = attribute(part.attributes.replace(/sheetId/i, 'number'), 'id') ?? ''
    if (part.open === 'workbookPr') since1904 = ['1', 'true'].includes(attribute(part.attributes, 'date1904') ?? '')
  }
  for await (const part of xmlParts(zip.read('xl/_rels/workbook.xml.rels', mostSmall))) {
    if (!('open' in part) || part.open !== 'Relationship' || attribute(part.attributes, 'Id') !== first) continue
    const target = attribute(part.attributes, 'Target') ?? ''
    return { sheet: target.startsWith('/') ? target.slice(1) : `xl/${target}`, since1904 }
  }
  throw unreadable()
}

/** Text that runs over several pieces is one; how it is read aloud is not part of it. */
async function sharedTexts(zip: ZipFile): Promise<string[]> {
  const texts: string[] = []
  let [text, inText, aside, length] = ['', false, false, 0]
  for await (const part of xmlParts(zip.read('xl/sharedStrings.xml', mostShared))) {
    if ('open' in part) {
      if (part.open === 'si') {
        text = ''
        if (part.empty) texts.push('')
      } else if (part.open === 'rPh') aside = !part.empty
      else if (part.open === 't') inText = !part.empty && !aside
    } else if ('text' in part) {
      if (inText) text += part.text
    } else if (part.close === 't') inText = false
    else if (part.close === 'rPh') aside = false
    else if (part.close === 'si') {
      texts.push(plain(text))
      length += text.length + 16
      if (length > mostShared) throw tooLarge()
    }
  }
  return texts
}

/** The styles under which a number is a date. */
async function dateStyles(zip: ZipFile): Promise<Set<number>> {
  const styles = new Set<number>()
  const formats = new Set([
    14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
  ])
  let [inStyles, n] = [false, 0]
  for await (const part of xmlParts(zip.read('xl/styles.xml', mostSmall))) {
    if ('close' in part && part.close === 'cellXfs') inStyles = false
    if (!('open' in part)) continue
    if (part.open === 'numFmt') {
      const code = (attribute(part.attributes, 'formatCode') ?? '').replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '')
      if (/[ymdhs]/i.test(code) && !/[#?]/.test(code)) formats.add(Number(attribute(part.attributes, 'numFmtId')))
    } else if (part.open === 'cellXfs') inStyles = true
    else if (part.open === 'xf' && inStyles) {
      if (formats.has(Number(attribute(part.attributes, 'numFmtId') ?? 0))) styles.add(n)
      n++
    }
  }
  return styles
}
