-- Signing in beyond the password: settings of the installation, two-step sign-in, passkeys, single sign-on, and links by mail.

alter table installation add version integer not null default 1; -- orders what is recorded about it

create table settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz(3) not null,
  changed_by bigint references users
);

alter table sessions add method text not null default 'password' check (method in ('password', 'two_step', 'passkey', 'sso'));

-- The password was right: who holds the token may take the second step.
create table sign_in_steps (
  token_hash bytea primary key,
  user_id bigint not null references users on delete cascade,
  expires_at timestamptz(3) not null
);

create table second_factors (
  user_id bigint primary key references users on delete cascade,
  secret bytea not null,                  -- encrypted
  confirmed_at timestamptz(3),            -- null: being set up
  last_step bigint                        -- no code of this half minute or an earlier one is accepted again
);
create table recovery_codes (
  user_id bigint not null references users on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

create table passkeys (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  synced boolean not null,
  name text not null,
  created_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index passkeys_user on passkeys (user_id);
create table passkey_challenges (
  challenge_hash bytea primary key,
  user_id bigint references users on delete cascade, -- null: of somebody who signs in
  expires_at timestamptz(3) not null
);

create table sso_providers (
  id bigint generated always as identity primary key,
  name text not null unique,
  issuer text not null,
  client_id text not null,
  client_secret bytea,                    -- encrypted
  domains text[] not null default '{}',   -- of addresses that may sign in; none: every verified address
  access_id bigint references accesses,   -- of Users it creates; null: it creates none
  right_id bigint references rights,
  private_network boolean not null default false,
  active boolean not null default true,
  changed_at timestamptz(3) not null,
  changed_by bigint references users,
  version integer not null default 1,
  check ((access_id is null) = (right_id is null))
);
create table sso_flows (
  state_hash bytea primary key,
  provider_id bigint not null references sso_providers on delete cascade,
  browser_hash bytea not null,            -- only the browser that began may finish
  nonce text not null,
  verifier text not null,
  next text,
  expires_at timestamptz(3) not null
);
create table sso_identities (
  provider_id bigint not null references sso_providers on delete cascade,
  subject text not null,
  user_id bigint not null references users on delete cascade,
  created_at timestamptz(3) not null,
  primary key (provider_id, subject)
);
create index sso_identities_user on sso_identities (user_id);

-- Links to set a password. The token itself is in the mail alone.
create table password_links (
  token_hash bytea primary key,
  user_id bigint not null references users on delete cascade,
  kind text not null check (kind in ('reset', 'invitation')),
  expires_at timestamptz(3) not null
);
create index password_links_user on password_links (user_id);

-- Mail of the desk itself, from the system address. Written the moment it leaves, so that no link rests here.
create table system_mails (
  id bigint primary key default nextval('activities_id_seq'), -- one numbering with all outgoing mail: they share the Outbox
  event_id bigint not null unique,
  kind text not null check (kind in ('reset', 'invitation')),
  user_id bigint not null references users on delete cascade,
  queue_id bigint not null,
  created_at timestamptz(3) not null,
  delivery text not null default 'queued' check (delivery in ('queued', 'sending', 'accepted', 'failed')),
  due_at timestamptz(3),
  tries integer not null default 0,
  failure text,
  -- of a queue without SMTP settings: as the Outbox shows it
  sent_at timestamptz(3),
  message_id text,
  from_address text,
  from_name text,
  to_address text,
  subject text,
  text text
);
create index system_mails_due on system_mails (due_at) where delivery = 'queued';
