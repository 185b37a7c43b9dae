/** Plain text in the form of rich text: nothing that was written is lost. Pure. */

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Paragraphs of plain text as HTML. */
export const asRich = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll(/[&<>]/g, (mark) => escapes[mark] ?? mark).replaceAll('\n', '<br>')}</p>`)
    .join('')
