-- What administrators configure: statuses, SLAs, Time groups and what categories make of them, custom fields, Teams, the scopes of Rights.

create table statuses (
  id bigint generated always as identity primary key,
  title text not null unique,
  color text not null,
  position integer not null default 0,
  changed_at timestamptz(3) not null,
  changed_by bigint references users,
  version integer not null default 1
);

create table slas (
  id bigint generated always as identity primary key,
  title text not null unique,
  unit text not null check (unit in ('minutes', 'hours')),
  low jsonb not null, medium jsonb not null, high jsonb not null,
  changed_at timestamptz(3) not null,
  changed_by bigint references users,
  version integer not null default 1
);

create table time_groups (
  id bigint generated always as identity primary key,
  title text not null unique,
  zone text not null,
  week jsonb not null,
  includes bigint[] not null default '{}',
  yearly jsonb not null default '[]',
  exceptions jsonb not null default '[]',
  changed_at timestamptz(3) not null,
  changed_by bigint references users,
  version integer not null default 1
);

-- A Time group as it was from a moment on, with all it included; never changed, so that counted intervals keep what they ran under.
create table open_hours (
  id bigint generated always as identity primary key,
  time_group_id bigint not null,
  since timestamptz(3) not null,
  definition jsonb not null,
  included jsonb not null default '{}'
);
create index open_hours_group on open_hours (time_group_id, id desc);

alter table categories
  add sla_id bigint references slas,
  add time_group_id bigint references time_groups,
  add status_ids bigint[] not null default '{}',
  add several_statuses boolean not null default false,
  add status_required text not null default 'never' check (status_required in ('never', 'on_close', 'always')),
  add waiting_requires_reopen boolean not null default false,
  add check_children boolean not null default false,
  add auto_archive_days integer check (auto_archive_days between 1 and 3650),
  add due_soon_minutes integer not null default 60,
  add grant_minutes integer not null default 0,
  add focused_tab text not null default 'activities',
  add changed_at timestamptz(3) not null default now(),
  add changed_by bigint references users;

alter table accounts
  add sla_id bigint references slas,
  add note text not null default '',
  add custom jsonb not null default '{}',
  add changed_at timestamptz(3) not null default now(),
  add changed_by bigint references users;
create index accounts_name on accounts (lower(name));
alter table contacts
  add note text not null default '',
  add custom jsonb not null default '{}',
  add changed_at timestamptz(3) not null default now(),
  add changed_by bigint references users;

create table custom_fields (
  id bigint generated always as identity primary key,
  subject text not null check (subject in ('ticket', 'contact', 'account')),
  title text not null,
  type text not null,
  options jsonb not null default '[]',   -- of select and multi-select: [{ id, title }]; an option's id is forever
  several boolean not null default false,
  required text not null default 'never' check (required in ('never', 'on_close', 'always')),
  read_only boolean not null default false,
  default_value jsonb,
  help text not null default '',
  condition jsonb,                        -- shown only when another field has one of these values
  category_ids bigint[] not null default '{}', -- none: every category
  personal boolean not null default false,
  sortable boolean not null default false, -- has an index of its own
  position integer not null default 0,
  removed boolean not null default false, -- out of every form; its values stay
  changed_at timestamptz(3) not null,
  changed_by bigint references users,
  version integer not null default 1,
  unique (subject, title)
);

create table teams (
  id bigint generated always as identity primary key,
  name text not null unique,
  member_ids bigint[] not null default '{}',
  changed_at timestamptz(3) not null,
  changed_by bigint references users,
  version integer not null default 1
);
alter table accesses add changed_at timestamptz(3) not null default now(), add changed_by bigint references users;
alter table rights
  add hand_users bigint[],                -- users one may hand tickets to; null: every user whose Right allows it
  add views bigint[] not null default '{}',
  add article_folders bigint[] not null default '{}',
  add changed_at timestamptz(3) not null default now(),
  add changed_by bigint references users;
alter table users add changed_at timestamptz(3) not null default now(), add changed_by bigint references users;
insert into accesses (name, permissions) values
  ('Team lead', array[
    'tickets.create', 'tickets.read', 'tickets.update', 'tickets.delete',
    'tickets.bulk_edit', 'tickets.merge', 'tickets.export', 'tickets.import',
    'activities.comment', 'activities.move', 'attachments.delete', 'time.correct', 'csat.read', 'copilot.use', 'calls.make', 'sms.send',
    'contacts.create', 'contacts.read', 'contacts.update', 'contacts.delete',
    'accounts.create', 'accounts.read', 'accounts.update', 'accounts.delete',
    'views.create', 'views.read', 'views.update', 'views.delete', 'views.share',
    'templates.create', 'templates.read', 'templates.update', 'templates.delete',
    'articles.create', 'articles.read', 'articles.update', 'articles.delete',
    'reports.read', 'users.read', 'categories.read', 'queues.read', 'ledger.read', 'audit.read'
  ]),
  ('Observer', array['tickets.read', 'contacts.read', 'accounts.read', 'views.read', 'articles.read', 'reports.read', 'csat.read']);

-- The ticket's further fields.
alter table tickets
  add account_by_hand boolean not null default false,
  add parent_id bigint references tickets,
  add reopen_at timestamptz(3),
  add status_ids bigint[] not null default '{}',
  add custom jsonb not null default '{}',          -- by field id
  add custom_folded jsonb not null default '{}',   -- its texts as filters compare them
  -- The clock, as the fold over its facts left it; moments may lie in the future.
  add deadline_at timestamptz(3),                  -- what lists, chips and alerts go by: the hand-set one, else the computed
  add deadline_by_hand boolean not null default false,
  add computed_deadline_at timestamptz(3),
  add due_soon_at timestamptz(3),
  add response_due_at timestamptz(3),
  add solution_due_at timestamptz(3),
  add response_breached_at timestamptz(3),
  add solution_breached_at timestamptz(3),
  add counted_ms bigint not null default 0,        -- when the clock last stood still or its facts last changed
  add clock_warning text;
create index tickets_parent on tickets (parent_id) where parent_id is not null;
create index tickets_reopen on tickets (reopen_at) where reopen_at is not null;
create index tickets_statuses on tickets using gin (status_ids) where status_ids <> '{}';
create index tickets_custom on tickets using gin (custom jsonb_path_ops) where custom <> '{}';
create index tickets_live_deadline on tickets (state, deadline_at, id) where state in ('open', 'waiting');
create index tickets_account on tickets (account_id, last_activity_at desc) where account_id is not null;
create index tickets_archivable on tickets (category_id, closed_at) where state = 'closed';

-- What the clock takes notice of, in the order in which it happened: from these alone it can be counted again.
create table clock_facts (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references tickets on delete cascade,
  at timestamptz(3) not null,
  fact jsonb not null
);
create index clock_facts_ticket on clock_facts (ticket_id, id);

-- An edit of an SLA, a Time group or what a category makes of them moves deadlines in the background.
create table deadline_runs (
  id bigint generated always as identity primary key,
  what text not null,
  started_at timestamptz(3) not null,
  started_by bigint references users,
  total integer not null,
  done integer not null default 0,
  moved integer not null default 0,
  breached integer not null default 0,
  finished_at timestamptz(3)
);
