/** The words of Time groups, SLA and deadlines: the rows of a receipt, warnings, and what can be wrong with a group. */
import type { IncludeProblem, TimeGroupProblem } from './timeGroup.ts'
import type { ReceiptRow } from './receipt.ts'
import type { Skipped } from './holidayFile.ts'

// A key that ends with `_many` would be a plural form, so that code is written `tooMany`.
const row = {
  counted: 'Counted',
  outside: 'Outside hours',
  paused: 'Paused',
  granted: 'Granted on re-opening',
  left_out: 'Further intervals, not shown one by one',
} as const satisfies Record<ReceiptRow['kind'], string>
const rule = {
  always: 'Around the clock',
  weekday: 'Hours of the weekday',
  holiday: 'Holiday: {{title}}, {{date}}',
  exception: 'Exception: {{title}}, {{date}}',
  waiting: 'The clock stands in Waiting',
  closed: 'The clock stands in Closed',
  archived: 'The clock stands in Archived',
  merged: 'Merged into another ticket: the clock stands',
  bin: 'In the bin: the clock stands',
  reopened: 'The Category grants this to tickets re-opened from Closed',
  tooMany: 'Too many to list',
} as const satisfies Record<Exclude<ReceiptRow['rule']['code'], 'too_many'> | 'tooMany', string>
const problem = {
  unknown_zone: 'There is no such time zone.',
  empty_interval: 'This interval ends when it begins. A whole day is 00:00–24:00.',
  intervals_overlap: 'This interval overlaps another one.',
  duplicate_date: 'Another exception has this date already.',
  no_such_date: 'No year has this date.',
  unknown_time_group: 'This Time group does not exist.',
  time_group_cycle: 'These Time groups include each other in a circle.',
  too_long: 'At most a year of counted time.',
} as const satisfies Record<TimeGroupProblem['code'] | IncludeProblem['code'] | 'too_long', string>
const skipped = {
  not_a_calendar: 'This is not an iCal file.',
  no_start: 'This event has no date.',
  not_all_day: 'This event does not last all day.',
  unknown_rule: 'This event repeats in a way that yearly rules cannot say.',
  too_long: 'This event lasts longer than a month.',
  cancelled: 'This event was cancelled.',
  tooMany: 'The file has more holidays than a Time group may have.',
} as const satisfies Record<Exclude<Skipped['code'], 'too_many'> | 'tooMany', string>

export const english = {
  deadline: {
    row,
    rule,
    sum: { counted: 'Counted', target: 'Allowed', granted: 'of it granted', left: 'Left', over: 'Over' },
    state: { overdue: 'Overdue', dueSoon: 'Due soon', dueToday: 'Due today', standing: 'The clock stands' },
    warning: {
      never_opens: 'The Time group never opens, so there is no deadline.',
      too_far: 'The Time group opens too little: the time is not full within thirty years.',
    },
  },
  timeGroup: { problem, skipped },
} as const
