-- What an Email queue does by itself: answers to new tickets, spam it holds back, and how its mail leaves.
alter table email_queues
  add time_group_id bigint references time_groups,        -- when somebody is there; null: the Category's hours
  add inside_template_id bigint references templates,     -- answers a new ticket within these hours; null: silent
  add outside_template_id bigint references templates,    -- and outside them
  add quarantine_spam_flag boolean not null default true, -- mail that the mail server marked as spam
  add quarantine_dmarc boolean not null default false,    -- mail that failed DMARC there
  add rate_limit integer check (rate_limit > 0),          -- messages in rate_minutes; null: as fast as the server takes them
  add rate_minutes integer not null default 60 check (rate_minutes between 1 and 1440),
  add reply_token boolean not null default false,         -- answers go to an address that names the ticket
  add sender_name text not null default 'queue' check (sender_name in ('queue', 'user', 'user_and_queue')),
  add dkim_domain text, add dkim_selector text, add dkim_secret bytea;

-- From when on mail of this folder is new; what was written before is never answered by itself.
alter table mailbox_places add since timestamptz(3) not null default now();

-- Whose mail to a queue is held back, and the ticket that was marked as spam for it.
create table blocked_senders (
  id bigint generated always as identity primary key,
  queue_id bigint not null references email_queues on delete cascade,
  address text not null,                                  -- as addresses are compared
  ticket_id bigint references tickets on delete set null,
  created_at timestamptz(3) not null,
  created_by bigint references users
);
create unique index blocked_senders_address on blocked_senders (queue_id, address, coalesce(ticket_id, 0));
create index blocked_senders_ticket on blocked_senders (ticket_id) where ticket_id is not null;

alter table incoming_mails add released_at timestamptz(3), add released_by bigint references users;

-- What the desk answered by itself or kept back in the last days: the breakers count here.
create table automatic_answers (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null,
  queue_id bigint not null references email_queues on delete cascade,
  ticket_id bigint not null references tickets on delete cascade,
  address text not null,
  kept_back text                                          -- why nothing was sent; null: it was answered
);
create index automatic_answers_at on automatic_answers (at);

-- How many messages a queue with a rate limit handed over, minute by minute.
create table queue_sent (
  queue_id bigint not null references email_queues on delete cascade,
  minute timestamptz(3) not null,
  n integer not null,
  primary key (queue_id, minute)
);

-- How a User signs the mail of a queue: their own name, and the address they write from there.
create table queue_senders (
  queue_id bigint not null references email_queues on delete cascade,
  user_id bigint not null references users on delete cascade,
  name text not null default '',
  address text,
  primary key (queue_id, user_id)
);
