/** A text in the other form, when the format of a Template is changed: nothing that was written is lost, its looks are. */

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Paragraphs of plain text as HTML. */
export const asRich = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll(/[&<>]/g, (mark) => escapes[mark] ?? mark).replaceAll('\n', '<br>')}</p>`)
    .join('')

/** The text of HTML; blocks and breaks become lines. */
export function asPlain(html: string): string {
  const marked = html
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/(?:p|ul|ol|blockquote|h\d|div|tr)>/gi, '\n\n')
    .replaceAll(/<\/li>/gi, '\n')
  const page = new DOMParser().parseFromString(marked, 'text/html')
  return page.body.textContent.replaceAll(/\n{3,}/g, '\n\n').trim()
}
