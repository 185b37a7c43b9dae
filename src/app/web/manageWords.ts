/** The words of Manage come with what shows them: most people never open it, and it says more than all other pages together. */
import i18next from 'i18next'
import { english } from '#admin/words.ts'

i18next.addResourceBundle('en', 'translation', english)
