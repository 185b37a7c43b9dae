-- Timed activities: who had a ticket open, from when to when, and how long it was before their eyes.

create table timed_activities (
  id bigint generated always as identity primary key,
  ticket_id bigint references tickets on delete set null, -- null: the ticket was purged, what was worked stays
  user_id bigint not null references users,
  opened_at timestamptz not null,
  closed_at timestamptz -- null: it runs
);
-- A User has one running activity per ticket.
create unique index timed_activities_running on timed_activities (user_id, ticket_id) where closed_at is null;
create index timed_activities_ticket on timed_activities (ticket_id);
create index timed_activities_user on timed_activities (user_id, opened_at);

-- Focus time by the quarter of an hour, which is the finest border of days that any zone has.
create table timed_focus (
  activity_id bigint not null references timed_activities on delete cascade,
  quarter timestamptz not null,
  ms integer not null,
  primary key (activity_id, quarter)
);

-- Pages of browsers that have tickets open: one small write per page and heartbeat, whatever is open in it.
create table timed_pages (
  id uuid primary key,
  user_id bigint not null references users,
  seen_at timestamptz not null,
  counted jsonb not null default '[]' -- [from, to] in milliseconds, the last minutes alone: no second of a User counts twice
);
create index timed_pages_user on timed_pages (user_id);
create table timed_joins (
  page_id uuid not null references timed_pages on delete cascade,
  activity_id bigint not null references timed_activities on delete cascade,
  primary key (page_id, activity_id)
);
create index timed_joins_activity on timed_joins (activity_id);

create table time_corrections (
  id bigint generated always as identity primary key,
  activity_id bigint not null references timed_activities on delete cascade,
  minutes integer not null,
  reason text not null,
  at timestamptz not null,
  by_user bigint not null references users
);
create index time_corrections_activity on time_corrections (activity_id);

alter table tickets add column time_spent integer not null default 0; -- whole minutes: focus time with its corrections, of all Users
create index tickets_time_spent on tickets (time_spent desc, id desc) where not hidden;
