import { describe, expect, test } from 'vitest'
import { readRtf, uncompressedRtf } from './rtfText.ts'

describe('Outlook’s own format', () => {
  // The examples that its specification (MS-OXRTFCP) gives.
  test.each([
    [
      '2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0',
      '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
    ],
    ['1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', '{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}'],
  ])('is uncompressed: %s', (hex, rtf) => {
    expect(uncompressedRtf(Buffer.from(hex.replaceAll(' ', ''), 'hex'))?.toString('latin1')).toBe(rtf)
  })

  test.each(['', '00', '1a0000001c0000004c5a4675e2d44b51', 'ffffffffffffffff4c5a467500000000ff', '00000000000000004e4f5045'])(
    'broken bytes end in an answer: %s',
    (hex) => {
      expect(uncompressedRtf(Buffer.from(hex, 'hex'))?.length ?? 0).toBeLessThan(100)
    },
  )

  test.each([
    ["{\\rtf1\\ansi\\ansicpg1250 \\'9elu\\'9d\\par two\\line three\\tab x}", 'žluť\ntwo\nthree\tx'],
    ['{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\*\\generator Riched20;}{\\info{\\author Jane}}words \\{in\\} braces}', 'words {in} braces'],
    ['{\\rtf1\\uc1 \\u26085?\\u26412?! {\\uc2 \\u233ab}c}', '日本! éc'],
    ['no RTF at all', 'no RTF at all'],
  ])('says its words: %s', (rtf, text) => expect(readRtf(Buffer.from(rtf, 'latin1'))).toEqual({ text }))

  test('gives back the HTML that it was made from', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag18 <html>}{\\*\\htmltag50 <p>}\\htmlrtf \\par\\htmlrtf0 Gr\\'fc\\'dfe & {\\*\\htmltag84 <b>}\\htmlrtf {\\b \\htmlrtf0 words{\\*\\htmltag92 </b>}\\htmlrtf }\\htmlrtf0 {\\*\\htmltag58 </p>}}"
    expect(readRtf(Buffer.from(rtf, 'latin1'))).toEqual({ html: '<html><p>Grüße & <b>words</b></p>' })
  })
})
