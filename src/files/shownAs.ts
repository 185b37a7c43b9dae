/** Which files are shown in place and how; whatever could run (HTML, SVG, scripts) and all else is only ever downloaded. */

export type ShownKind = 'image' | 'pdf' | 'text' | 'letter' | 'audio' | 'video'

/** By the ending, for icons and for showing; what a browser says about a file is not to be trusted. */
const endings: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  txt: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  eml: 'message/rfc822',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  zip: 'application/zip',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
const unknown = 'application/octet-stream'

export const mediaTypeOf = (name: string) => endings[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? unknown

/** Other names that senders give to the same types. */
const synonyms: Record<string, string> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-ms-bmp': 'image/bmp',
  'application/x-pdf': 'application/pdf',
  'text/x-log': 'text/plain',
  'text/comma-separated-values': 'text/csv',
  'application/csv': 'text/csv',
  'text/xml': 'application/xml',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
}

const kinds: Record<string, ShownKind> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/bmp': 'image',
  'image/avif': 'image',
  'application/pdf': 'pdf',
  'text/plain': 'text',
  'text/markdown': 'text',
  'text/csv': 'text',
  'text/tab-separated-values': 'text',
  'application/json': 'text',
  'application/xml': 'text',
  'text/calendar': 'text',
  'text/vcard': 'text',
  'message/rfc822': 'letter',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/aac': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/flac': 'audio',
  'audio/webm': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/ogg': 'video',
  'video/quicktime': 'video',
}

/**
 * How a file is shown, and the type that it is served with: one of ours, never the sender's own words. What a sender calls by no known type goes
 * by its ending. Null: download only.
 */
export function shownAs(mediaType: string, name: string): { kind: ShownKind; mediaType: string } | null {
  const said = (mediaType.split(';')[0] ?? '').trim().toLowerCase()
  const type = said === '' || said === unknown ? mediaTypeOf(name) : (synonyms[said] ?? said)
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined
  return kind ? { kind, mediaType: type } : null
}
