-- The feed: messages and comments. An outgoing message is its own outbox row until every recipient has an outcome.

create table activities (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references tickets,
  kind text not null,              -- email, comment, system
  direction text not null check (direction in ('in', 'out', 'internal')),
  at timestamptz(3) not null,      -- where it stands in the feed
  created_at timestamptz(3) not null,
  user_id bigint references users,
  contact_id bigint references contacts,
  queue_id bigint,
  from_address text,
  from_name text,
  reply_to text[] not null default '{}', -- where its author wants answers to go, if elsewhere
  subject text not null default '',
  text text not null default '',
  html text,                       -- as it came or was written; sanitised whenever it is shown or sent
  message_id text,                 -- RFC 5322, without the angle brackets
  answers_id bigint references activities,
  thread_ids text[] not null default '{}', -- the References a further answer has to carry, oldest first, this message excluded
  content_hash bytea,              -- author, date, subject and body: the same message by another way is recognised
  automatic text,                  -- why it counts as automatic mail; null: a person's message
  match jsonb,                     -- by which rule it came to this ticket
  mail_id bigint,                  -- the ledger row of the mail it came as
  version integer not null default 1,
  -- the outbox
  delivery text check (delivery in ('queued', 'sending', 'accepted', 'failed', 'held')),
  due_at timestamptz(3),
  tries integer not null default 0,
  claimed_at timestamptz(3),
  failure text,
  send_key uuid unique              -- made by the composer: the same message sent twice is stored once
);
create index activities_ticket on activities (ticket_id, at desc, id desc);
create index activities_message_id on activities (message_id) where message_id is not null;
create index activities_content on activities (content_hash) where content_hash is not null;
create index activities_due on activities (due_at) where delivery = 'queued';
create index activities_sending on activities (claimed_at) where delivery = 'sending';

create table activity_recipients (
  id bigint generated always as identity primary key,
  activity_id bigint not null references activities on delete cascade,
  role text not null check (role in ('to', 'cc', 'bcc')),
  address text not null,
  name text not null default '',
  state text check (state in ('queued', 'accepted', 'delivered', 'failed')),
  reason text,
  at timestamptz(3)
);
create index activity_recipients_activity on activity_recipients (activity_id);

-- Every Message-ID a ticket has sent, received or been told of, so that an answer to any of them finds it.
create table message_ids (
  message_id text not null,
  ticket_id bigint not null references tickets on delete cascade,
  activity_id bigint references activities on delete cascade,
  kind text not null check (kind in ('sent', 'seen', 'referred')),
  primary key (message_id, ticket_id)
);
create index message_ids_ticket on message_ids (ticket_id);

create table suggested_tickets (
  activity_id bigint not null references activities on delete cascade,
  ticket_id bigint not null references tickets on delete cascade,
  reason text not null,
  dismissed_at timestamptz(3),
  primary key (activity_id, ticket_id)
);

alter table attachments add foreign key (activity_id) references activities on delete cascade;
alter table attachments add foreign key (ticket_id) references tickets on delete cascade;
