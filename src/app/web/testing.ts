/** What a browser has and jsdom lacks, and the English words: loaded before every web test. */
import '#app/web/words.ts'
import '#app/web/manageWords.ts'
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)

Object.defineProperty(window, 'matchMedia', {
  value: (media: string) => ({ matches: false, media, addEventListener() {}, removeEventListener() {} }),
})
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.defineProperty(document, 'fonts', { value: new EventTarget() })
Object.assign(Element.prototype, { scrollIntoView() {}, scrollTo() {} })
// jsdom lays nothing out: every element is as large as a screen, so that long lists show rows.
Object.defineProperties(Element.prototype, { clientHeight: { value: 800 }, clientWidth: { value: 1280 } })
