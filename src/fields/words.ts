/** The words of custom fields in forms: their inputs, and what can be wrong with a value. */
import type { ValueReason } from './customValue.ts'

/** The last three are found by who saves: they depend on more than the field. */
const reason: Record<ValueReason | 'no_such_field' | 'no_such_user' | 'read_only', string> = {
  not_text: 'This is no text.',
  too_long: 'This is too long.',
  not_a_number: 'This is no number.',
  not_yes_or_no: 'Yes or no.',
  no_such_date: 'There is no such date.',
  no_such_time: 'A time is written like 09:30.',
  no_such_moment: 'This is no date with a time.',
  no_such_option: 'This field has no such option.',
  option_removed: 'This option was removed.',
  not_an_email: 'This is no email address.',
  not_a_phone: 'This is no phone number.',
  not_a_url: 'This is no web address; it begins with http:// or https://.',
  not_an_address: 'This is no address.',
  not_a_user: 'There is no such User.',
  too_many_values: 'These are too many values.',
  not_several: 'This field takes one value.',
  no_such_field: 'This field was removed.',
  no_such_user: 'There is no such User.',
  read_only: 'Only programs write this field.',
}
export const english = {
  customField: {
    reason,
    noValue: 'This is no value of the field.',
    section: 'Custom fields',
    requiredField: 'This needs a value.',
    yes: 'Yes',
    no: 'No',
    notSet: 'Not set',
    removedOption: '{{title}} (removed)',
    goneUser: 'User {{id}}',
    add: 'Add another',
    oneOf: '{{title}}, {{n}}',
    openLink: 'Open {{url}}',
    clear: 'Clear {{title}}',
    noOption: 'No option is called that.',
    noUser: 'No User is called that.',
    address: { street: 'Street', city: 'City', zip: 'Postcode', country: 'Country' },
  },
} as const
