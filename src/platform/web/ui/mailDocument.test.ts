/** The document that a mail is shown in. */
import { expect, test } from 'vitest'
import { dressMail, mailDocument } from './mailDocument.ts'

const dressed = (html: string, dark = false) => {
  const page = new DOMParser().parseFromString(mailDocument(html), 'text/html')
  dressMail(page, dark)
  return page
}

test('its policy allows no script and no load from elsewhere, and links leave the frame', () => {
  const page = dressed('<p>Hello <a href="https://example.com">there</a></p>')
  expect(page.querySelector('meta[http-equiv]')?.getAttribute('content')).toMatch(/^default-src 'none'; img-src 'self' data: blob:;/)
  expect(page.querySelector('a')?.getAttribute('target')).toBe('_blank')
  expect(page.querySelector('a')?.getAttribute('rel')).toBe('noopener noreferrer')
})

test('the styles of the mail survive a policy without style attributes', () => {
  const page = dressed('<p style="text-align: center; color: rgb(200, 0, 0)">red</p>')
  expect(page.querySelector('p')?.style.color).toBe('rgb(200, 0, 0)')
  expect(page.querySelector('p')?.style.textAlign).toBe('center')
})

test('nothing leaves its place', () => {
  expect(dressed('<div style="position: fixed; top: 0">over</div>').querySelector('div')?.style.position).toBe('static')
})

test('what is as high as the window stands still in a frame that grows to its content', () => {
  const page = dressed('<div style="width: 100vw; min-height: 100vh">tall</div><style>.a { min-height: 50dvh }</style><p>100vh</p>')
  expect(page.querySelector('div')?.style.minHeight).toBe('800px')
  expect(page.querySelector('div')?.style.width).toBe('100vw')
  expect(page.querySelector('style')?.textContent).toContain('min-height: 400px')
  expect(page.querySelector('p')?.textContent).toBe('100vh')
})

test('in the dark a plain mail takes the desk’s colours, a coloured one stays on white', () => {
  expect(dressed('<p>plain</p>', true).documentElement.style.colorScheme).toBe('dark')
  expect(dressed('<p style="color: navy">blue</p>', true).documentElement.style.colorScheme).toBe('light')
})

test('a text that speaks of styles stays as it is', () => {
  expect(dressed('<p>set style="x" and STYLE = y</p>').body.textContent).toContain('set style="x" and STYLE = y')
})

test('links are marked when text and target differ', () => {
  const page = dressed(
    '<a href="https://evil.example" data-mismatch="evil.example">bank.example</a> <a href="https://bank.example">bank.example</a>',
  )
  expect([...page.querySelectorAll('a')].map((link) => link.textContent)).toEqual(['bank.example → evil.example', 'bank.example'])
})
