/** A message's text as the quote under an answer. Pure. */

export const escapeHtml = (s: string) =>
  s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const [open, close] = ['<blockquote type="cite">', '</blockquote>']
const deepest = 20

/** The text as HTML in which what was quoted already, line by line with `>`, is a quote in the quote. */
export function quotedText(text: string): string {
  let html = ''
  let depth = 0
  for (const [n, line] of text.split('\n').entries()) {
    const marks = /^(?:> ?)*/.exec(line)?.[0] ?? ''
    const wanted = Math.min(marks.split('>').length - 1, deepest)
    if (wanted === depth && n > 0) html += '<br>'
    html += wanted > depth ? open.repeat(wanted - depth) : close.repeat(depth - wanted)
    html += escapeHtml(line.slice(marks.length))
    depth = wanted
  }
  return html + close.repeat(depth)
}
