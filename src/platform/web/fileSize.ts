/** A file's size as a person reads it: “812 B”, “182 kB”, “2.4 MB”. */

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Decimal units, one digit after the point below ten. */
export function fileSize(bytes: number, locale = 'en'): string {
  let step = 0
  let value = bytes
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000
    step += 1
  }
  const digits = step > 0 && value < 9.95 ? 1 : 0
  if (step === 0) return `${new Intl.NumberFormat(locale).format(value)} B`
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step] ?? 'gigabyte', maximumFractionDigits: digits }).format(value)
}
