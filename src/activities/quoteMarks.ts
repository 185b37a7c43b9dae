/** The words by which mail programs announce a quoted mail, in the languages that they speak. */

/** A whole line (joined where it was broken) that ends in a colon. Each has its date or sender in the middle. */
const attributions = [
  /^On\b.{4,} wrote[:：]$/i,
  /^.{2,}(?:<[^<>\s]+@[^<>\s]+>|\([^()]*\)) wrote[:：]$/i,
  /^Am\b.{4,} schrieb\b.*[:：]$/i,
  /^.{2,} schrieb am .{4,}[:：]$/i,
  /^(?:Dne|D\.|V|Ve|Po|Út|St|Čt|Pá|So|Ne)\b.{4,} (?:napsal|napsala|napsal\(a\)|píše)\b.*[:：]$/iu,
  /^.{4,} odes[íi]latel .{2,} napsal[:：]$/iu,
  /^(?:Dňa|Dne|Dna)\b.{4,} nap[íi]sal.*[:：]$/iu,
  /^Le\b.{4,} a écrit\s*[:：]$/iu,
  /^El\b.{4,} escribió\s*[:：]$/iu,
  /^Il\b.{4,} ha scritto\s*[:：]$/i,
  /^Em\b.{4,} escreveu\s*[:：]$/i,
  /^Op\b.{4,} schreef\b.*[:：]$/i,
  /^(?:Den|På)\b.{4,} skrev\b.*[:：]$/i,
  /^(?:W dniu|Dnia|.{0,12}\d{4})\b.{4,} (?:pisze|napisał|napisała|napisał\(a\))[:：]$/iu,
]
// \b does not know letters beyond ASCII: the Czech days of the week need their own start.
const czechDay = /^(?:út|čt|pá)\s.{4,} napsal.*[:：]$/iu

/**
 * Whether a line announces a quote. `marked`: quoted lines with `>` follow, so that a line of any language will do which names an address,
 * or a date or time.
 */
export function isAttribution(line: string, marked: boolean): boolean {
  if (attributions.some((pattern) => pattern.test(line)) || czechDay.test(line)) return true
  return (
    marked &&
    line.length <= 300 &&
    (/[^\s@<>]+@[^\s@<>]+/.test(line) || /\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}|\d{1,2}[:.]\d{2}/.test(line.slice(0, -1)))
  )
}

const separators = [
  /^[>\s]*[-_—]{2,}\s*(?:original message|forwarded message|original appointment|urspr[üu]ngliche nachricht|weitergeleitete nachricht|p[ůu]vodn[íi] (?:zpr[áa]va|e-?mail)|p[řr]eposlan[áa] zpr[áa]va|message d'origine|message original|message transf[ée]r[ée]|mensaje original|messaggio originale|oorspronkelijk bericht|wiadomo[śs][ćc] oryginalna|oprindelig meddelelse|ursprungligt meddelande)\s*[-_—]{2,}\s*$/iu,
  /^_{20,}$/, // Outlook
]

/** A line between the message and the mail quoted below it. */
export const isSeparator = (line: string) => separators.some((pattern) => pattern.test(line.trim()))

const headerNames: Record<string, string> = {
  from: 'From|Von|Od|De|Da|Van|Fra|Från|Lähettäjä',
  date: 'Sent|Date|Gesendet|Datum|Odesláno|Odoslané|Envoyé|Enviado(?: el)?|Fecha|Data|Inviato|Verzonden|Wysłano|Sendt|Skickat|Dato',
  to: 'To|An|Komu|Pro|À|A|Para|Aan|Do|Til|Till',
  subject: 'Subject|Betreff|Předmět|Predmet|Objet|Asunto|Assunto|Oggetto|Onderwerp|Temat|Emne|Ämne',
  copy: 'Cc|Kopie|Kópia|Copie à|Kopia',
}
const headerLines = Object.entries(headerNames).map(
  ([name, words]) => [name, new RegExp(`^[>\\s]*\\*?(?:${words})\\s?[:：]\\*?(?:\\s|$)`, 'iu')] as const,
)

/** Which line of a quoted mail's header this is (`from`, `date`, `to`, `subject`, `copy`); null for any other line. */
export const isHeaderLine = (line: string) => headerLines.find(([, pattern]) => pattern.test(line.slice(0, 40)))?.[0] ?? null

const below =
  /\b(?:in-?line|below|in red|in blue|in green|interspersed|see my (?:answers|comments|replies)|unten|untenstehend|im text|in rot|in blau|ci-dessous|en rouge|en bleu|dans le texte)\b|(?:^|\s)(?:níže|nize|v textu|červeně|cervene|modře|zeleně|mezi řádky|dole|do textu)(?=$|[\s.,:!])/iu

/** Whether the text above a quote says that answers stand within it. */
export const announcesBelow = (text: string) => below.test(text)
