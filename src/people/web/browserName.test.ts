import { expect, test } from 'vitest'
import { browserName } from './browserName.ts'

test('sessions are told apart by browser and system', () => {
  expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0')).toBe('Firefox 142 · Linux')
  expect(
    browserName(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
    ),
  ).toBe('Edge 141 · Windows')
  expect(
    browserName(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    ),
  ).toBe('Safari 18 · iOS')
  expect(browserName('my-script/1.0')).toBe('my-script/1.0')
})
