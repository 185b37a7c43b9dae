/** Values of settings as one line of text, for the audit log and its export. */

/** `nameOf` tells the name of a thing by its number, where the value is one. */
export function valueText(value: unknown, nameOf?: (id: number) => string | undefined): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) {
    const parts = value.map((one: unknown) => valueText(one, nameOf) ?? '')
    return parts.length === 0 ? null : parts.join(', ')
  }
  if (typeof value === 'number') return nameOf?.(value) ?? String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value)
  const hours = new Map(entries)
  const [from, to] = [hours.get('from'), hours.get('to')]
  if (entries.length === 2 && typeof from === 'string' && typeof to === 'string') return `${from}–${to}`
  const parts = entries.flatMap(([key, one]) => {
    const text = valueText(one)
    return text === null ? [] : [`${key}: ${text}`]
  })
  return parts.length === 0 ? null : parts.join('; ')
}
