/** Names of files from outside, made safe to show and to save: no folders, no control characters, nothing that hides the real ending. */
import libmime from 'libmime'
import { wellFormed } from '#platform/shapes.ts'

const maxLength = 150

/** Never empty: a nameless file gets one by its kind and place. */
export function fileName(written: string, mediaType: string, index: number): string {
  const plain = wellFormed(written.slice(-1000))
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/^.*[/\\]/, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
  const name = plain === '' ? nameless(mediaType, index) : plain
  const whole = mediaType === 'message/rfc822' && !/\.eml$/i.test(name) ? `${name}.eml` : name
  if (whole.length <= maxLength) return whole
  const ending = /\.\w{1,10}$/.exec(whole)?.[0] ?? ''
  return wellFormed(whole.slice(0, maxLength - ending.length)) + ending
}

function nameless(mediaType: string, index: number) {
  if (mediaType === 'message/rfc822') return 'message'
  if (mediaType === 'text/calendar') return 'invitation.ics'
  const ending = mediaType === 'application/octet-stream' ? 'bin' : libmime.detectExtension(mediaType)
  return `${mediaType.startsWith('image/') ? 'image' : 'attachment'}-${index + 1}.${ending || 'bin'}`
}
