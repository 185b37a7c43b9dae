-- Files that somebody deleted from a ticket: what they were called stands where they were; the bytes are swept.
create table deleted_files (
  id bigint generated always as identity primary key,
  activity_id bigint not null references activities on delete cascade,
  name text not null,
  size bigint not null,
  deleted_at timestamptz(3) not null,
  deleted_by bigint references users on delete set null
);
create index deleted_files_activity on deleted_files (activity_id);
