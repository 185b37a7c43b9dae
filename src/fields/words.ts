/** The words of custom fields: their types, what a form says of their values, and what can be wrong with one that is declared. */
import type { FieldSubject, FieldType } from './customField.ts'
import type { ValueReason } from './customValue.ts'
import type { FieldProblemCode } from './fieldProblems.ts'

const type: Record<FieldType, string> = {
  text: 'Text',
  long_text: 'Long text',
  number: 'Number',
  yes_no: 'Yes or no',
  date: 'Date',
  time: 'Time',
  date_time: 'Date and time',
  select: 'Select',
  multi_select: 'Multi-select',
  email: 'Email',
  phone: 'Phone',
  url: 'URL',
  address: 'Address',
  user: 'User',
}
const subject: Record<FieldSubject, string> = { ticket: 'Tickets', contact: 'Contacts', account: 'Accounts' }
const reason: Record<ValueReason, string> = {
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
}
const problem: Record<FieldProblemCode, string> = {
  no_options: 'It needs an option to choose.',
  too_many_options: 'At most {{most}} options.',
  duplicate_option: 'Two options are called “{{title}}”.',
  several_not_possible: 'This type takes one value.',
  required_read_only: 'What nobody can edit cannot be required.',
  only_tickets: 'Only tickets have this.',
  sortable_not_possible: 'Lists cannot be sorted by this type, nor by several values.',
  too_many_sortable: 'At most {{most}} custom fields can be sortable.',
  too_many_fields: 'There are {{most}} custom fields already.',
  invalid_value: 'This is no value of the field.',
  unknown_field: 'There is no such custom field.',
  condition_cycle: 'These conditions ask each other in a circle.',
  condition_not_possible: 'A condition cannot ask this type.',
  in_condition: 'Other custom fields ask for it in their condition.',
  fixed: 'This stays as it was created.',
  has_values: 'There are values that would be lost. Create another field and remove this one.',
}

export const english = {
  customField: {
    type,
    subject,
    reason,
    problem,
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
