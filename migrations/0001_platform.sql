-- What every domain stands on: the installation's identity, the event list and its readers.

create table installation (
  id boolean primary key default true check (id),
  timeline uuid not null default gen_random_uuid(), -- changes after a restore: whoever holds an older horizon loads afresh
  key_check bytea,                                  -- proves that the secret key is the one the stored secrets were encrypted with
  set_up_at timestamptz(3)
);
insert into installation default values;

create table events (
  id bigint generated always as identity primary key,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz(3) not null,
  name text not null,
  subject text not null,
  subject_id bigint not null,
  version integer not null,
  actor_kind text not null,
  actor_id bigint,
  via text not null,
  request_id text not null,
  payload jsonb not null
);
create index events_subject on events (subject, subject_id, version desc);
create index events_tx on events (tx);
create index events_at on events using brin (at);

create table event_readers (
  name text primary key,
  horizon xid8 not null,
  moved_at timestamptz(3) not null
);
create table event_reader_done (
  reader text not null references event_readers on delete cascade,
  event_id bigint not null,
  tx xid8 not null,
  primary key (reader, event_id)
);
