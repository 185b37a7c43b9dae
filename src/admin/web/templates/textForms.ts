/** The plain form of a rich text, when the format of a Template is changed: nothing that was written is lost, its looks are. */

/** The text of HTML; blocks and breaks become lines. */
export function asPlain(html: string): string {
  const marked = html
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/(?:p|ul|ol|blockquote|h\d|div|tr)>/gi, '\n\n')
    .replaceAll(/<\/li>/gi, '\n')
  const page = new DOMParser().parseFromString(marked, 'text/html')
  return page.body.textContent.replaceAll(/\n{3,}/g, '\n\n').trim()
}
