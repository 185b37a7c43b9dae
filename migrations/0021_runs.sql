-- Runs: what a User does to many tickets at once, as a background job with a result per row.

create table runs (
  id bigint generated always as identity primary key,
  kind text not null,                -- edit, merge, delete, restore, anonymise, export, import …
  user_id bigint not null references users,
  via text not null,
  request jsonb not null,            -- what was asked, with the filter or the numbers of its rows
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  total bigint,
  finished bigint not null default 0, -- rows looked at
  changed bigint not null default 0,
  refused bigint not null default 0,
  skipped bigint not null default 0,
  last_id bigint not null default 0, -- where one broken off goes on
  file_hash text,                    -- what an export made, or what an import was given
  file_size bigint,
  error text,
  undoes bigint references runs,     -- the run whose changes this one takes back
  created_at timestamptz(3) not null,
  started_at timestamptz(3),
  ended_at timestamptz(3)
);
create index runs_user on runs (user_id, id desc);

create table run_rows (
  run_id bigint not null references runs on delete cascade,
  n bigint not null,                 -- its place in the run: the ticket's number, or the row of a file
  ticket_id bigint references tickets on delete set null,
  outcome text not null check (outcome in ('waiting', 'changed', 'same', 'refused', 'skipped')),
  detail jsonb,                      -- why, by field
  before jsonb,                      -- for undo: the values that were there
  version integer,                   -- of the ticket after the change: changed since means skipped by undo
  primary key (run_id, n)
);
create index run_rows_ticket on run_rows (ticket_id);

-- Numbers of other systems, so that an import run again finds what it made.
create table ticket_external_ids (
  source text not null,
  external_id text not null,
  ticket_id bigint not null references tickets on delete cascade,
  primary key (source, external_id)
);
create index ticket_external_ids_ticket on ticket_external_ids (ticket_id);
