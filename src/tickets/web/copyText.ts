/** Putting text into the clipboard, also on plain http, where browsers have none. */
export function copyText(text: string) {
  if (window.isSecureContext) {
    void navigator.clipboard.writeText(text)
    return
  }
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  // Within an open dialog the focus may not leave it.
  const place = document.querySelector('[aria-modal="true"]') ?? document.body
  place.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
