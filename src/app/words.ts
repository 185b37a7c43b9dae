/** The words that every page has from the start, each domain's own catalogue side by side; a key that English lacks does not compile. */
import { english as activities } from '#activities/words.ts'
import { english as categories } from '#categories/words.ts'
import { english as email } from '#channels/email/words.ts'
import { english as crm } from '#crm/words.ts'
import { english as erasure } from '#erasure/words.ts'
import { english as fields } from '#fields/words.ts'
import { english as history } from '#history/words.ts'
import { english as macros } from '#macros/words.ts'
import { english as people } from '#people/words.ts'
import { english as signIn } from '#people/signIn/words.ts'
import { english as runs } from '#runs/words.ts'
import { english as templates } from '#templates/words.ts'
import { english as transfer } from '#transfer/words.ts'
import { english as filters } from '#tickets/filterLabels.ts'
import { english as tickets } from '#tickets/words.ts'
import { english as build } from '#views/buildWords.ts'
import { english as notifications } from '#notifications/words.ts'
import { english as presence } from '#presence/words.ts'
import { english as worktime } from '#worktime/words.ts'
import { english as views } from '#views/words.ts'
import { english as actions } from '#platform/actionWords.ts'
import { english as platform } from '#platform/words.ts'
import { english as desk } from './deskWords.ts'

export const english = {
  ...platform,
  ...actions,
  ...categories,
  ...tickets,
  ...filters,
  ...history,
  ...email,
  ...activities,
  ...templates,
  ...macros,
  ...people,
  ...signIn,
  ...fields,
  ...views,
  ...build,
  ...erasure,
  ...runs,
  ...transfer,
  ...presence,
  ...notifications,
  ...worktime,
  ...crm,
  ...desk,
}
