-- Imports of tickets: the file that was given and how it is read. Checking it and importing it are runs.

create table ticket_imports (
  id bigint generated always as identity primary key,
  user_id bigint not null references users,
  file_name text not null,
  file_hash text,                    -- null: no longer kept
  file_size bigint not null,
  format text not null check (format in ('csv', 'xlsx')),
  encoding text not null,
  delimiter text not null,
  head jsonb not null,               -- the first row, and a few after it
  sample jsonb not null,
  total bigint not null,             -- rows after the head
  columns jsonb not null,            -- what each column is; null leaves it out
  choices jsonb not null,
  created_at timestamptz(3) not null
);
create index ticket_imports_user on ticket_imports (user_id, id desc);

alter table runs add column import_id bigint references ticket_imports;
alter table runs add column created bigint not null default 0; -- of the changed ones
create index runs_import on runs (import_id, id desc) where import_id is not null;
alter table run_rows drop constraint run_rows_outcome_check;
alter table run_rows add constraint run_rows_outcome_check
  check (outcome in ('waiting', 'created', 'changed', 'same', 'refused', 'skipped'));
