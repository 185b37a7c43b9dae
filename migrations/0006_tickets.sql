-- The ticket, its participants and followers.

create type ticket_state as enum ('open', 'waiting', 'closed', 'archived');
create type ticket_priority as enum ('low', 'medium', 'high');

create table tickets (
  id bigint generated always as identity (start with 1001) primary key, -- the Number; never reused
  title text not null,
  category_id bigint not null references categories,
  priority ticket_priority not null default 'medium',
  state ticket_state not null default 'open',
  user_id bigint references users,
  contact_id bigint references contacts,
  account_id bigint references accounts,
  description text not null default '',
  follow_up_of bigint references tickets,
  origin text not null,            -- the channel or door it came by
  begun_by text not null check (begun_by in ('customer', 'us')),
  created_at timestamptz(3) not null,
  edited_at timestamptz(3) not null,
  closed_at timestamptz(3),
  first_answer_at timestamptz(3),
  last_activity_at timestamptz(3) not null,
  last_customer_at timestamptz(3),
  last_agent_at timestamptz(3),
  last_direction text,             -- in, out or internal
  snippet text not null default '',
  unread boolean not null default false,
  activity_count integer not null default 0,
  attachment_count integer not null default 0,
  version integer not null default 1
);
-- Lists: each sort has its index; views of live tickets have small partial ones, or the planner walks closed tickets.
create index tickets_last_activity on tickets (last_activity_at desc, id desc);
create index tickets_created on tickets (created_at desc, id desc);
create index tickets_edited on tickets (edited_at desc, id desc);
create index tickets_category on tickets (category_id, state, last_activity_at desc, id desc);
create index tickets_user on tickets (user_id, state, last_activity_at desc, id desc);
create index tickets_closed on tickets (closed_at desc, id desc) where state = 'closed';
create index tickets_live on tickets (state, category_id, user_id) where state in ('open', 'waiting');
create index tickets_live_activity on tickets (category_id, last_activity_at desc, id desc) where state in ('open', 'waiting');
create index tickets_live_priority on tickets (priority desc, last_activity_at desc, id desc) where state in ('open', 'waiting');
create index tickets_contact on tickets (contact_id, last_activity_at desc) where contact_id is not null;
create index tickets_follow_up on tickets (follow_up_of) where follow_up_of is not null;

create table ticket_participants (
  ticket_id bigint not null references tickets on delete cascade,
  address text not null,
  name text not null default '',
  primary key (ticket_id, address)
);

create table ticket_followers (
  ticket_id bigint not null references tickets on delete cascade,
  user_id bigint not null references users,
  primary key (ticket_id, user_id)
);
