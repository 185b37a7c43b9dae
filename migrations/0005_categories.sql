-- Categories: what a ticket is about. They set its queues now, and statuses and deadlines later.

create table categories (
  id bigint generated always as identity primary key,
  name text not null unique,
  position integer not null default 0,
  default_queue_id bigint,
  active boolean not null default true,
  created_at timestamptz(3) not null default now(),
  version integer not null default 1
);
insert into categories (name) values ('Support');
