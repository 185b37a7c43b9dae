/** Starts the translation library with the English catalogue; its type makes every key checked. */
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { english as manage } from '#admin/words.ts'
import { english } from '#app/words.ts'
import type { english as arrange } from '#views/arrangeWords.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    enableSelector: true
    resources: { translation: typeof english & typeof manage & typeof arrange }
  }
}

void i18next
  .use(initReactI18next)
  .init({ lng: 'en', resources: { en: { translation: english } }, interpolation: { escapeValue: false }, initAsync: false })
