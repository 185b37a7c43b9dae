/** The tables of the migrated database, by their names there. Written by `npx vitest -u run src/platform/server/tables.test.ts`. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** A point in time: read as ISO 8601 text in UTC with milliseconds (so texts compare as times), written as text or Date. */
export type Instant = ColumnType<string, string | Date, string | Date>
/** The same where the database has a value of its own for it. */
export type DefaultInstant = ColumnType<string, string | Date | undefined, string | Date>
/** Read as the parsed value, written as JSON text. */
export type Json = ColumnType<unknown, string, string>
/** The same where the database has a value of its own for it. */
export type DefaultJson = ColumnType<unknown, string | undefined, string>

export interface Accesses {
  id: GeneratedAlways<number>
  name: string
  permissions: string[]
  version: Generated<number>
  changed_at: DefaultInstant
  changed_by: number | null
}

export interface Accounts {
  id: GeneratedAlways<number>
  name: string
  created_at: Instant
  version: Generated<number>
  sla_id: number | null
  note: Generated<string>
  custom: DefaultJson
  changed_at: DefaultInstant
  changed_by: number | null
  name_folded: Generated<string>
  search: Generated<unknown>
  custom_folded: DefaultJson
  merged_into: number | null
}

export interface Activities {
  id: GeneratedAlways<number>
  ticket_id: number
  kind: string
  direction: 'in' | 'out' | 'internal'
  at: Instant
  created_at: Instant
  user_id: number | null
  contact_id: number | null
  queue_id: number | null
  from_address: string | null
  from_name: string | null
  reply_to: Generated<string[]>
  subject: Generated<string>
  text: Generated<string>
  html: string | null
  message_id: string | null
  answers_id: number | null
  thread_ids: Generated<string[]>
  content_hash: Buffer | null
  automatic: string | null
  match: Json | null
  mail_id: number | null
  version: Generated<number>
  delivery: 'queued' | 'sending' | 'accepted' | 'failed' | 'held' | null
  due_at: Instant | null
  tries: Generated<number>
  claimed_at: Instant | null
  failure: string | null
  send_key: string | null
  customer: Generated<boolean>
  answer: Generated<boolean>
  told: Json | null
  edited_at: Instant | null
  withdrawn_at: Instant | null
}

export interface ActivityRecipients {
  id: GeneratedAlways<number>
  activity_id: number
  role: 'to' | 'cc' | 'bcc'
  address: string
  name: Generated<string>
  state: 'queued' | 'accepted' | 'delivered' | 'failed' | null
  reason: string | null
  at: Instant | null
}

export interface ApiTokens {
  id: GeneratedAlways<number>
  user_id: number
  name: string
  token_hash: Buffer
  permissions: string[] | null
  created_at: Instant
  used_at: Instant | null
  expires_at: Instant | null
}

export interface Attachments {
  id: GeneratedAlways<number>
  activity_id: number | null
  ticket_id: number | null
  hash: Buffer
  name: string
  media_type: string
  size: number
  content_id: string | null
  inline: Generated<boolean>
  uploaded_by: number | null
  created_at: Instant
  template_id: number | null
}

export interface AutomaticAnswers {
  id: GeneratedAlways<number>
  at: Instant
  queue_id: number
  ticket_id: number
  address: string
  kept_back: string | null
}

export interface Blobs {
  hash: Buffer
  size: number
  stored_at: Instant
}

export interface BlockedSenders {
  id: GeneratedAlways<number>
  queue_id: number
  address: string
  ticket_id: number | null
  created_at: Instant
  created_by: number | null
}

export interface Categories {
  id: GeneratedAlways<number>
  name: string
  position: Generated<number>
  default_queue_id: number | null
  active: Generated<boolean>
  created_at: DefaultInstant
  version: Generated<number>
  sla_id: number | null
  time_group_id: number | null
  status_ids: Generated<number[]>
  several_statuses: Generated<boolean>
  status_required: Generated<'never' | 'on_close' | 'always'>
  waiting_requires_reopen: Generated<boolean>
  check_children: Generated<boolean>
  auto_archive_days: number | null
  due_soon_minutes: Generated<number>
  grant_minutes: Generated<number>
  focused_tab: Generated<string>
  changed_at: DefaultInstant
  changed_by: number | null
  notify: DefaultJson
}

export interface Certificates {
  id: GeneratedAlways<number>
  kind: 'ticket' | 'contact'
  subject_id: number
  title: string
  ticket_ids: number[]
  removed: Json
  elsewhere: number[]
  at: Instant
  user_id: number | null
  vacuumed_at: Instant | null
  version: Generated<number>
}

export interface ClockFacts {
  id: GeneratedAlways<number>
  ticket_id: number
  at: Instant
  fact: Json
}

export interface CommentVersions {
  activity_id: number
  n: number
  text: string
  until: Instant
}

export interface ContactAddresses {
  contact_id: number
  kind: 'email' | 'phone'
  address: string
  position: Generated<number>
}

export interface ContactImportProblems {
  import_id: number
  row: number
  field: string
  code: string
}

export interface ContactImports {
  id: GeneratedAlways<number>
  file_name: string
  bytes: Buffer
  encoding: string
  delimiter: string
  columns: DefaultJson
  state: Generated<'uploaded' | 'checking' | 'checked' | 'importing' | 'imported'>
  total: Generated<number>
  done: Generated<number>
  created: Generated<number>
  changed: Generated<number>
  unchanged: Generated<number>
  failed: Generated<number>
  created_at: Instant
  created_by: number
  finished_at: Instant | null
}

export interface Contacts {
  id: GeneratedAlways<number>
  name: string
  account_id: number | null
  created_at: Instant
  version: Generated<number>
  note: Generated<string>
  custom: DefaultJson
  changed_at: DefaultInstant
  changed_by: number | null
  merged_into: number | null
  name_folded: Generated<string>
  search: Generated<unknown>
  custom_folded: DefaultJson
}

export interface CustomFields {
  id: GeneratedAlways<number>
  subject: 'ticket' | 'contact' | 'account'
  title: string
  type: string
  options: DefaultJson
  several: Generated<boolean>
  required: Generated<'never' | 'on_close' | 'always'>
  read_only: Generated<boolean>
  default_value: Json | null
  help: Generated<string>
  condition: Json | null
  category_ids: Generated<number[]>
  personal: Generated<boolean>
  sortable: Generated<boolean>
  position: Generated<number>
  removed: Generated<boolean>
  changed_at: Instant
  changed_by: number | null
  version: Generated<number>
}

export interface CustomFieldsStamp {
  one: Generated<boolean>
  stamp: Generated<string>
}

export interface DeadlineRuns {
  id: GeneratedAlways<number>
  what: string
  started_at: Instant
  started_by: number | null
  total: number
  done: Generated<number>
  moved: Generated<number>
  breached: Generated<number>
  finished_at: Instant | null
  last_id: Generated<number>
  cause: DefaultJson
  event_id: number | null
}

export interface DeletedFiles {
  id: GeneratedAlways<number>
  activity_id: number
  name: string
  size: number
  deleted_at: Instant
  deleted_by: number | null
}

export interface Drafts {
  id: string
  ticket_id: number
  user_id: number
  kind: 'answer' | 'forward' | 'new' | 'comment'
  activity_id: number | null
  content: Json
  attachment_ids: Generated<number[]>
  window_id: string
  seqs: DefaultJson
  begun_at: Instant
  saved_at: Instant
  sending: Json | null
  leaves_at: Instant | null
  scheduled: Generated<boolean>
  held: string | null
  reason: string | null
}

export interface EmailQueues {
  id: GeneratedAlways<number>
  name: string
  address: string
  aliases: Generated<string[]>
  display_name: Generated<string>
  category_id: number
  active: Generated<boolean>
  subject_tag: Generated<boolean>
  header_threading: Generated<boolean>
  size_limit: Generated<number>
  incoming: Generated<'listener' | 'imap'>
  imap_host: string | null
  imap_port: number | null
  imap_security: 'tls' | 'starttls' | 'none' | null
  imap_user: string | null
  imap_secret: Buffer | null
  imap_folder: Generated<string>
  take_mail_from: Instant | null
  outgoing: Generated<'outbox' | 'smtp'>
  smtp_host: string | null
  smtp_port: number | null
  smtp_security: 'tls' | 'starttls' | 'none' | null
  smtp_user: string | null
  smtp_secret: Buffer | null
  incoming_ok_at: Instant | null
  incoming_error: string | null
  incoming_error_at: Instant | null
  outgoing_ok_at: Instant | null
  outgoing_error: string | null
  outgoing_error_at: Instant | null
  created_at: DefaultInstant
  version: Generated<number>
  signature_template_id: number | null
  time_group_id: number | null
  inside_template_id: number | null
  outside_template_id: number | null
  quarantine_spam_flag: Generated<boolean>
  quarantine_dmarc: Generated<boolean>
  rate_limit: number | null
  rate_minutes: Generated<number>
  reply_token: Generated<boolean>
  sender_name: Generated<'queue' | 'user' | 'user_and_queue'>
  dkim_domain: string | null
  dkim_selector: string | null
  dkim_secret: Buffer | null
}

export interface EventReaderDone {
  reader: string
  event_id: number
  tx: string
}

export interface EventReaders {
  name: string
  horizon: string
  moved_at: Instant
}

export interface Events {
  id: GeneratedAlways<number>
  tx: Generated<string>
  at: Instant
  name: string
  subject: string
  subject_id: number
  version: number
  actor_kind: string
  actor_id: number | null
  via: string
  request_id: string
  payload: Json
}

export interface FilterSchemes {
  id: GeneratedAlways<number>
  owner_id: number
  name: string
  filter: Json
  everyone: Generated<boolean>
  team_ids: Generated<number[]>
  right_ids: Generated<number[]>
  created_at: DefaultInstant
  changed_at: DefaultInstant
  changed_by: number | null
  version: Generated<number>
}

export interface IncomingMailParts {
  mail_id: number
  n: number
  bytes: Buffer
}

export interface IncomingMailResults {
  mail_id: number
  ticket_id: number
  activity_id: number
}

export interface IncomingMails {
  id: GeneratedAlways<number>
  received_at: Instant
  source: string
  queue_id: number | null
  envelope_from: string | null
  envelope_to: Generated<string[]>
  size: number
  raw_hash: Buffer
  place: string | null
  blob: Buffer | null
  state: Generated<'received' | 'processed' | 'quarantined'>
  outcome: string | null
  reason: string | null
  message_id: string | null
  content_hash: Buffer | null
  from_address: string | null
  subject: string | null
  tries: Generated<number>
  due_at: Instant
  processed_at: Instant | null
  failure: string | null
  released_at: Instant | null
  released_by: number | null
}

export interface Installation {
  id: Generated<boolean>
  timeline: Generated<string>
  key_check: Buffer | null
  set_up_at: Instant | null
  version: Generated<number>
}

export interface Macros {
  id: GeneratedAlways<number>
  name: string
  folder: Generated<string>
  changes: DefaultJson
  template_id: number | null
  condition: Json | null
  everyone: Generated<boolean>
  team_ids: Generated<number[]>
  right_ids: Generated<number[]>
  position: Generated<number>
  active: Generated<boolean>
  version: Generated<number>
  changed_at: Instant
  changed_by: number | null
}

export interface MailboxPlaces {
  queue_id: number
  folder: string
  uid_validity: number
  last_uid: number
  left_there: Generated<number>
  since: DefaultInstant
}

export interface MessageIds {
  message_id: string
  ticket_id: number
  activity_id: number | null
  kind: 'sent' | 'seen' | 'referred'
}

export interface Migrations {
  name: string
  hash: string
  at: DefaultInstant
}

export interface NotificationClock {
  one: Generated<boolean>
  looked_at: Instant
}

export interface Notifications {
  id: GeneratedAlways<number>
  user_id: number
  ticket_id: number | null
  kind: string
  why: string
  away_id: number | null
  activity_id: number | null
  actor_id: number | null
  key: string
  times: Generated<number>
  at: Instant
  desktop: boolean
  read_at: Instant | null
  mail_at: Instant | null
  mail_id: number | null
}

export interface OpenHours {
  id: GeneratedAlways<number>
  time_group_id: number
  since: Instant
  definition: Json
  included: DefaultJson
}

export interface PasskeyChallenges {
  challenge_hash: Buffer
  user_id: number | null
  expires_at: Instant
}

export interface Passkeys {
  id: GeneratedAlways<number>
  user_id: number
  credential_id: string
  public_key: Buffer
  counter: number
  transports: Generated<string[]>
  synced: boolean
  name: string
  created_at: Instant
  used_at: Instant | null
}

export interface PasswordLinks {
  token_hash: Buffer
  user_id: number
  kind: 'reset' | 'invitation'
  expires_at: Instant
}

export interface QueueSenders {
  queue_id: number
  user_id: number
  name: Generated<string>
  address: string | null
}

export interface QueueSent {
  queue_id: number
  minute: Instant
  n: number
}

export interface RecoveryCodes {
  user_id: number
  code_hash: Buffer
}

export interface Rights {
  id: GeneratedAlways<number>
  name: string
  everything: Generated<boolean>
  work_categories: Generated<number[]>
  hand_categories: Generated<number[]>
  queues: Generated<number[]>
  flags: Generated<string[]>
  version: Generated<number>
  hand_users: number[] | null
  views: Generated<number[]>
  article_folders: Generated<number[]>
  changed_at: DefaultInstant
  changed_by: number | null
}

export interface RunRows {
  run_id: number
  n: number
  ticket_id: number | null
  outcome: 'waiting' | 'created' | 'changed' | 'same' | 'refused' | 'skipped'
  detail: Json | null
  before: Json | null
  version: number | null
}

export interface Runs {
  id: GeneratedAlways<number>
  kind: string
  user_id: number
  via: string
  request: Json
  state: Generated<'waiting' | 'running' | 'done' | 'failed' | 'stopped'>
  total: number | null
  finished: Generated<number>
  changed: Generated<number>
  refused: Generated<number>
  skipped: Generated<number>
  last_id: Generated<number>
  file_hash: string | null
  file_size: number | null
  error: string | null
  undoes: number | null
  created_at: Instant
  started_at: Instant | null
  ended_at: Instant | null
  import_id: number | null
  created: Generated<number>
}

export interface SearchWaiting {
  ticket_id: number
  since: Instant
}

export interface SearchWords {
  word: string
}

export interface SecondFactors {
  user_id: number
  secret: Buffer
  confirmed_at: Instant | null
  last_step: number | null
}

export interface Sessions {
  id: GeneratedAlways<number>
  user_id: number
  token_hash: Buffer
  created_at: Instant
  seen_at: Instant
  expires_at: Instant
  address: string
  browser: string
  method: Generated<'password' | 'two_step' | 'passkey' | 'sso'>
}

export interface Settings {
  key: string
  value: Json
  changed_at: Instant
  changed_by: number | null
}

export interface SignInFailures {
  id: GeneratedAlways<number>
  email: string
  address: string
  at: Instant
}

export interface SignInSteps {
  token_hash: Buffer
  user_id: number
  expires_at: Instant
}

export interface Slas {
  id: GeneratedAlways<number>
  title: string
  unit: 'minutes' | 'hours'
  low: Json
  medium: Json
  high: Json
  changed_at: Instant
  changed_by: number | null
  version: Generated<number>
}

export interface SsoFlows {
  state_hash: Buffer
  provider_id: number
  browser_hash: Buffer
  nonce: string
  verifier: string
  next: string | null
  expires_at: Instant
}

export interface SsoIdentities {
  provider_id: number
  subject: string
  user_id: number
  created_at: Instant
}

export interface SsoProviders {
  id: GeneratedAlways<number>
  name: string
  issuer: string
  client_id: string
  client_secret: Buffer | null
  domains: Generated<string[]>
  access_id: number | null
  right_id: number | null
  private_network: Generated<boolean>
  active: Generated<boolean>
  changed_at: Instant
  changed_by: number | null
  version: Generated<number>
  trusts_addresses: Generated<boolean>
}

export interface Statuses {
  id: GeneratedAlways<number>
  title: string
  color: string
  position: Generated<number>
  changed_at: Instant
  changed_by: number | null
  version: Generated<number>
}

export interface SuggestedTickets {
  activity_id: number
  ticket_id: number
  reason: string
  dismissed_at: Instant | null
}

export interface SystemMails {
  id: Generated<number>
  event_id: number | null
  kind: 'reset' | 'invitation' | 'notifications'
  user_id: number
  queue_id: number
  created_at: Instant
  delivery: Generated<'queued' | 'sending' | 'accepted' | 'failed'>
  due_at: Instant | null
  tries: Generated<number>
  failure: string | null
  sent_at: Instant | null
  message_id: string | null
  from_address: string | null
  from_name: string | null
  to_address: string | null
  subject: string | null
  text: string | null
}

export interface Teams {
  id: GeneratedAlways<number>
  name: string
  member_ids: Generated<number[]>
  changed_at: Instant
  changed_by: number | null
  version: Generated<number>
}

export interface Templates {
  id: GeneratedAlways<number>
  name: string
  kind: 'email' | 'sms' | 'comment' | 'signature'
  folder: Generated<string>
  language: string | null
  queue_ids: Generated<number[]>
  subject: Generated<string>
  format: 'rich' | 'plain'
  body: string
  active: Generated<boolean>
  changed_at: Instant
  changed_by: number | null
  version: Generated<number>
}

export interface TicketExternalIds {
  source: string
  external_id: string
  ticket_id: number
}

export interface TicketFollowers {
  ticket_id: number
  user_id: number
}

export interface TicketImports {
  id: GeneratedAlways<number>
  user_id: number
  file_name: string
  file_hash: string | null
  file_size: number
  format: 'csv' | 'xlsx'
  encoding: string
  delimiter: string
  head: Json
  sample: Json
  total: number
  columns: Json
  choices: Json
  created_at: Instant
}

export interface TicketMentions {
  user_id: number
  ticket_id: number
  activity_id: number
  at: Instant
}

export interface TicketParticipants {
  ticket_id: number
  address: string
  name: Generated<string>
}

export interface TicketReads {
  user_id: number
  ticket_id: number
  activity_id: number
}

export interface TicketSearch {
  ticket_id: number
  doc: unknown
}

export interface TicketStars {
  user_id: number
  ticket_id: number
  at: Instant
}

export interface Tickets {
  id: GeneratedAlways<number>
  title: string
  category_id: number
  priority: Generated<'low' | 'medium' | 'high'>
  state: Generated<'open' | 'waiting' | 'closed' | 'archived'>
  user_id: number | null
  contact_id: number | null
  account_id: number | null
  description: Generated<string>
  follow_up_of: number | null
  origin: string
  begun_by: 'customer' | 'us'
  created_at: Instant
  edited_at: Instant
  closed_at: Instant | null
  first_answer_at: Instant | null
  last_activity_at: Instant
  last_customer_at: Instant | null
  last_agent_at: Instant | null
  last_direction: string | null
  snippet: Generated<string>
  unread: Generated<boolean>
  activity_count: Generated<number>
  attachment_count: Generated<number>
  version: Generated<number>
  account_by_hand: Generated<boolean>
  parent_id: number | null
  reopen_at: Instant | null
  status_ids: Generated<number[]>
  custom: DefaultJson
  custom_folded: DefaultJson
  deadline_at: Instant | null
  deadline_by_hand: Generated<boolean>
  computed_deadline_at: Instant | null
  due_soon_at: Instant | null
  response_due_at: Instant | null
  solution_due_at: Instant | null
  response_breached_at: Instant | null
  solution_breached_at: Instant | null
  counted_ms: Generated<number>
  clock_warning: string | null
  archive_refused_at: Instant | null
  title_folded: string | null
  deleted_at: Instant | null
  deleted_by: number | null
  merged_into: number | null
  merged_at: Instant | null
  anonymised_at: Instant | null
  undelivered: Generated<boolean>
  hidden: Generated<boolean>
  description_folded: string | null
  survivor_id: number | null
  time_spent: Generated<number>
}

export interface TimeCorrections {
  id: GeneratedAlways<number>
  activity_id: number
  minutes: number
  reason: string
  at: Instant
  by_user: number
}

export interface TimeGroups {
  id: GeneratedAlways<number>
  title: string
  zone: string
  week: Json
  includes: Generated<number[]>
  yearly: DefaultJson
  exceptions: DefaultJson
  changed_at: Instant
  changed_by: number | null
  version: Generated<number>
}

export interface TimedActivities {
  id: GeneratedAlways<number>
  ticket_id: number | null
  user_id: number
  opened_at: Instant
  closed_at: Instant | null
}

export interface TimedFocus {
  activity_id: number
  quarter: Instant
  ms: number
}

export interface TimedJoins {
  page_id: string
  activity_id: number
}

export interface TimedPages {
  id: string
  user_id: number
  seen_at: Instant
  counted: DefaultJson
}

export interface UserPreferences {
  user_id: number
  name: string
  value: Json
}

export interface UserTabs {
  user_id: number
  ticket_id: number
  position: number
  closed_at: Instant | null
}

export interface Users {
  id: GeneratedAlways<number>
  email: string
  name: string
  password_hash: string | null
  access_id: number
  right_id: number
  time_zone: string | null
  active: Generated<boolean>
  created_at: Instant
  version: Generated<number>
  changed_at: DefaultInstant
  changed_by: number | null
  away_from: string | null
  away_until: string | null
}

export interface ViewPlaces {
  id: GeneratedAlways<number>
  owner_id: number | null
  parent_id: number | null
  view_id: number | null
  folder: string | null
  position: Generated<number>
  narrowed: Generated<boolean>
  kept: Json | null
}

export interface ViewTastes {
  user_id: number
  view_id: number
  columns: Json | null
  sort: Json | null
  density: 'compact' | 'normal' | 'tall' | null
}

export interface ViewTrees {
  owner_id: number
  version: Generated<number>
  changed_by: number | null
  changed_at: Instant | null
}

export interface Views {
  id: GeneratedAlways<number>
  key: string | null
  owner_id: number | null
  name: string
  icon: Generated<string>
  filter: Json
  columns: DefaultJson
  sort: DefaultJson
  density: 'compact' | 'normal' | 'tall' | null
  everyone: Generated<boolean>
  team_ids: Generated<number[]>
  right_ids: Generated<number[]>
  created_at: DefaultInstant
  changed_at: DefaultInstant
  changed_by: number | null
  version: Generated<number>
}

export interface DB {
  accesses: Accesses
  accounts: Accounts
  activities: Activities
  activity_recipients: ActivityRecipients
  api_tokens: ApiTokens
  attachments: Attachments
  automatic_answers: AutomaticAnswers
  blobs: Blobs
  blocked_senders: BlockedSenders
  categories: Categories
  certificates: Certificates
  clock_facts: ClockFacts
  comment_versions: CommentVersions
  contact_addresses: ContactAddresses
  contact_import_problems: ContactImportProblems
  contact_imports: ContactImports
  contacts: Contacts
  custom_fields: CustomFields
  custom_fields_stamp: CustomFieldsStamp
  deadline_runs: DeadlineRuns
  deleted_files: DeletedFiles
  drafts: Drafts
  email_queues: EmailQueues
  event_reader_done: EventReaderDone
  event_readers: EventReaders
  events: Events
  filter_schemes: FilterSchemes
  incoming_mail_parts: IncomingMailParts
  incoming_mail_results: IncomingMailResults
  incoming_mails: IncomingMails
  installation: Installation
  macros: Macros
  mailbox_places: MailboxPlaces
  message_ids: MessageIds
  migrations: Migrations
  notification_clock: NotificationClock
  notifications: Notifications
  open_hours: OpenHours
  passkey_challenges: PasskeyChallenges
  passkeys: Passkeys
  password_links: PasswordLinks
  queue_senders: QueueSenders
  queue_sent: QueueSent
  recovery_codes: RecoveryCodes
  rights: Rights
  run_rows: RunRows
  runs: Runs
  search_waiting: SearchWaiting
  search_words: SearchWords
  second_factors: SecondFactors
  sessions: Sessions
  settings: Settings
  sign_in_failures: SignInFailures
  sign_in_steps: SignInSteps
  slas: Slas
  sso_flows: SsoFlows
  sso_identities: SsoIdentities
  sso_providers: SsoProviders
  statuses: Statuses
  suggested_tickets: SuggestedTickets
  system_mails: SystemMails
  teams: Teams
  templates: Templates
  ticket_external_ids: TicketExternalIds
  ticket_followers: TicketFollowers
  ticket_imports: TicketImports
  ticket_mentions: TicketMentions
  ticket_participants: TicketParticipants
  ticket_reads: TicketReads
  ticket_search: TicketSearch
  ticket_stars: TicketStars
  tickets: Tickets
  time_corrections: TimeCorrections
  time_groups: TimeGroups
  timed_activities: TimedActivities
  timed_focus: TimedFocus
  timed_joins: TimedJoins
  timed_pages: TimedPages
  user_preferences: UserPreferences
  user_tabs: UserTabs
  users: Users
  view_places: ViewPlaces
  view_tastes: ViewTastes
  view_trees: ViewTrees
  views: Views
}
