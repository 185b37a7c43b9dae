-- What a User is told of: ids and kinds, never text. What it says is read from the ticket, by the Right of whoever reads it then.
create table notifications (
  id bigint generated always as identity primary key,
  user_id bigint not null references users on delete cascade,
  ticket_id bigint references tickets on delete cascade, -- null: of many tickets at once
  kind text not null,
  why text not null,                                     -- owner, follower, mentioned, author, category, team
  away_id bigint references users on delete set null,    -- in whose place, who is away
  activity_id bigint references activities on delete set null,
  actor_id bigint references users on delete set null,   -- who did it, where it was a User
  key text not null,                                     -- what happened: the same is told once
  times integer not null default 1,                      -- of many tickets: how many
  at timestamptz(3) not null,
  desktop boolean not null,
  read_at timestamptz(3),
  mail_at timestamptz(3),                                -- a mail is to tell it then, unless it was read; null: no mail, or it is in one
  mail_id bigint references system_mails on delete set null,
  unique (user_id, key)
);
create index notifications_user on notifications (user_id, id desc);
create index notifications_unread on notifications (user_id) where read_at is null;
create index notifications_ticket on notifications (ticket_id) where ticket_id is not null;
create index notifications_mail on notifications (mail_at) where mail_at is not null;

-- Up to when the clock was looked at for what is due soon, breached, or unassigned.
create table notification_clock (
  one boolean primary key default true check (one),
  looked_at timestamptz(3) not null
);

alter table users
  add column away_from text check (away_from ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'), -- days of their own zone
  add column away_until text check (away_until ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'); -- the last day; both or none

-- Who hears of what happens in a Category, whoever owns the ticket.
alter table categories add column notify jsonb not null default '[]';

alter table system_mails drop constraint system_mails_kind_check;
alter table system_mails add constraint system_mails_kind_check check (kind in ('reset', 'invitation', 'notifications'));
alter table system_mails alter column event_id drop not null; -- only what answers an event has one
