/** The words of adding, editing and arranging views come with what shows them: most of the time a sidebar is only read. */
import i18next from 'i18next'
import { english } from '#views/arrangeWords.ts'

i18next.addResourceBundle('en', 'translation', english)
