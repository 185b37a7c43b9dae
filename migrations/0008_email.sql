-- Email queues and the mail ledger: a row and a reason for every message ever accepted.

create table email_queues (
  id bigint generated always as identity primary key,
  name text not null unique,
  address text not null unique,
  aliases text[] not null default '{}',
  display_name text not null default '',
  category_id bigint not null references categories,
  active boolean not null default true,
  subject_tag boolean not null default true,
  header_threading boolean not null default true,
  size_limit integer not null default 52428800, -- bytes
  incoming text not null default 'listener' check (incoming in ('listener', 'imap')),
  imap_host text, imap_port integer, imap_security text check (imap_security in ('tls', 'starttls', 'none')),
  imap_user text, imap_secret bytea, imap_folder text not null default 'INBOX',
  take_mail_from timestamptz(3),                -- IMAP: older mail stays in the mailbox; null: take everything
  outgoing text not null default 'outbox' check (outgoing in ('outbox', 'smtp')),
  smtp_host text, smtp_port integer, smtp_security text check (smtp_security in ('tls', 'starttls', 'none')),
  smtp_user text, smtp_secret bytea,
  incoming_ok_at timestamptz(3), incoming_error text, incoming_error_at timestamptz(3),
  outgoing_ok_at timestamptz(3), outgoing_error text, outgoing_error_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  version integer not null default 1
);
insert into email_queues (name, address, display_name, category_id)
  select 'Support', 'support@localhost', 'Support', id from categories where name = 'Support';

create table mailbox_places (
  queue_id bigint not null references email_queues on delete cascade,
  folder text not null,
  uid_validity bigint not null,
  last_uid bigint not null,
  left_there integer not null default 0,        -- older mail that was not asked for
  primary key (queue_id, folder)
);

create table incoming_mails (
  id bigint generated always as identity primary key,
  received_at timestamptz(3) not null,
  source text not null,                          -- listener or imap
  queue_id bigint,                               -- the mailbox it was fetched from
  envelope_from text,
  envelope_to text[] not null default '{}',
  size bigint not null,
  raw_hash bytea not null,                       -- SHA-256 of the bytes as they came
  place text,                                    -- IMAP: uidvalidity/uid, so that a repeated fetch is seen
  blob bytea references blobs,                   -- where the bytes lie once processed
  state text not null default 'received' check (state in ('received', 'processed', 'quarantined')),
  outcome text,
  reason text,
  message_id text,
  content_hash bytea,
  from_address text,
  subject text,
  tries integer not null default 0,
  due_at timestamptz(3) not null,
  processed_at timestamptz(3),
  failure text
);
create index incoming_mails_due on incoming_mails (due_at, id) where state = 'received';
create index incoming_mails_unfiled on incoming_mails (processed_at) where blob is null and state <> 'received';
create index incoming_mails_message_id on incoming_mails (message_id) where message_id is not null;
create index incoming_mails_received on incoming_mails (received_at desc, id desc);
create unique index incoming_mails_place on incoming_mails (queue_id, place) where place is not null;

create table incoming_mail_parts (
  mail_id bigint not null references incoming_mails on delete cascade,
  n integer not null,
  bytes bytea not null,
  primary key (mail_id, n)
);
alter table incoming_mail_parts alter column bytes set storage external;

-- What one mail became: a ticket per category where it was written to several of our queues.
create table incoming_mail_results (
  mail_id bigint not null references incoming_mails on delete cascade,
  ticket_id bigint not null references tickets on delete cascade,
  activity_id bigint not null references activities on delete cascade,
  primary key (mail_id, activity_id)
);
