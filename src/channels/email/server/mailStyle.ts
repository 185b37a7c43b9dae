/** The styles of a mail that may be kept: looks of text, boxes and tables. Nothing that loads, moves out of its place, or covers. */

const properties =
  /^(?:color|background-color|background|font(?:-family|-size|-style|-weight|-variant)?|line-height|letter-spacing|word-spacing|text-(?:align|decoration(?:-line|-style|-color)?|indent|transform|overflow)|white-space|word-break|word-wrap|overflow-wrap|vertical-align|direction|margin(?:-(?:top|right|bottom|left))?|padding(?:-(?:top|right|bottom|left))?|border(?:-(?:top|right|bottom|left))?(?:-(?:width|style|color))?|border-(?:collapse|spacing|radius)|width|height|min-width|max-width|min-height|max-height|display|float|clear|list-style(?:-type|-position)?|table-layout|empty-cells|caption-side)$/
const displays =
  /^(?:block|inline|inline-block|none|table|inline-table|table-row|table-cell|table-row-group|table-header-group|table-footer-group|list-item)$/
const harmless = /^[\p{L}\p{N}\s.,%#()'"!_/+-]+$/u
const functions = /([\w-]*)\s*\(/g
const allowedFunctions = new Set(['rgb', 'rgba', 'hsl', 'hsla'])
const maxStyle = 4_000

/** A style attribute with what is allowed of it; `''` when nothing is left. */
export function filterStyle(style: string): string {
  return style
    .slice(0, maxStyle)
    .split(';')
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':')
      const property = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase()
      const value = declaration.slice(colon + 1).trim()
      return properties.test(property) && isHarmless(property, value) ? [`${property}:${value}`] : []
    })
    .join(';')
}

function isHarmless(property: string, value: string) {
  if (value.length > 300 || !harmless.test(value)) return false
  if ((value.split("'").length + value.split('"').length) % 2 !== 0 || value.split('"').length % 2 === 0) return false
  for (const [, name = ''] of value.matchAll(functions)) if (!allowedFunctions.has(name.toLowerCase())) return false
  if (property === 'display') return displays.test(value.replace(/\s*!important$/i, '').toLowerCase())
  // Boxes pulled out of their place can lie over others.
  if (property.startsWith('margin') || property === 'text-indent') return !/-\s*[\d.]/.test(value)
  return true
}
