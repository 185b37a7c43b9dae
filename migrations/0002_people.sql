-- Users, what they may do (Access), which data they may do it to (Right), and how they prove who they are.

create table accesses (
  id bigint generated always as identity primary key,
  name text not null unique,
  permissions text[] not null,
  version integer not null default 1
);

create table rights (
  id bigint generated always as identity primary key,
  name text not null unique,
  everything boolean not null default false,
  work_categories bigint[] not null default '{}',
  hand_categories bigint[] not null default '{}',
  queues bigint[] not null default '{}',
  flags text[] not null default '{}',
  version integer not null default 1
);

create table users (
  id bigint generated always as identity primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  password_hash text,
  access_id bigint not null references accesses,
  right_id bigint not null references rights,
  time_zone text,
  active boolean not null default true,
  created_at timestamptz(3) not null,
  version integer not null default 1
);

create table sessions (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  token_hash bytea not null unique,
  created_at timestamptz(3) not null,
  seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  address text not null,
  browser text not null
);
create index sessions_user on sessions (user_id);

create table api_tokens (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  permissions text[], -- null: the user's own; otherwise fewer
  created_at timestamptz(3) not null,
  used_at timestamptz(3),
  expires_at timestamptz(3)
);
create index api_tokens_user on api_tokens (user_id);

create table sign_in_failures (
  id bigint generated always as identity primary key,
  email text not null,
  address text not null,
  at timestamptz(3) not null
);
create index sign_in_failures_email on sign_in_failures (email, at);
create index sign_in_failures_address on sign_in_failures (address, at);
