/** Which requests count as made by our own pages. */
import { expect, test } from 'vitest'
import { fromHere } from './origin.ts'

const desk = 'https://desk.example'

test.each([
  ['a page of the same host', { origin: 'https://desk.internal:3000' }, true],
  ['a page at the public address', { origin: 'https://desk.example' }, true],
  ['a browser that says same-origin', { 'sec-fetch-site': 'same-origin', origin: 'https://desk.example' }, true],
  ['a form of an older browser, which sends a Referer alone', { referer: 'https://desk.example/tickets/1' }, true],
  ['a page of another site', { origin: 'https://evil.example' }, false],
  ['a page of a name that begins like ours', { origin: 'https://desk.example.evil.example' }, false],
  ['a page of another port', { origin: 'https://desk.example:8443' }, false],
  ['a sandboxed frame', { origin: 'null' }, false],
  ['a sister site, by what the browser says', { 'sec-fetch-site': 'same-site', origin: 'https://desk.example' }, false],
  ['another site, by what the browser says', { 'sec-fetch-site': 'cross-site' }, false],
  ['a Referer of another site', { referer: 'https://evil.example/?https://desk.example/' }, false],
])('%s', (_name, headers, right) => {
  expect(fromHere(headers, 'desk.internal:3000', desk, false)).toBe(right)
})

test('Who says nothing about it is no page; the caller decides', () => {
  expect(fromHere({}, 'desk.example', desk, true)).toBe(true)
  expect(fromHere({}, 'desk.example', desk, false)).toBe(false)
})
