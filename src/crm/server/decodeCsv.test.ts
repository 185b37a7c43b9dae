import { expect, test } from 'vitest'
import { decoded, encodingOf } from './decodeCsv.ts'

const czech = Buffer.from('4a6d9a6e6f3bf8e8eca0', 'hex')

test('Unicode is told by its mark or by being it, the rest by its letters', () => {
  expect(encodingOf(Buffer.from('Jméno,Příjmení'))).toBe('utf-8')
  expect(encodingOf(Buffer.from('\ufeffJméno', 'utf16le'))).toBe('utf-16le')
  expect(encodingOf(Buffer.from('\ufeffJm', 'utf16le').swap16())).toBe('utf-16be')
  expect(encodingOf(czech)).toBe('windows-1250')
  expect(encodingOf(Buffer.from('Fran\xe7ois,Andr\xe9,\xe0 Paris', 'latin1'))).toBe('windows-1252')
  expect(encodingOf(Buffer.from('M\xfcller;Gr\xf6\xdfe', 'latin1'))).toBe('windows-1252')
  expect(decoded(czech, 'windows-1250')).toBe('Jmšno;řčě\u00a0')
})
