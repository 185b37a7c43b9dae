-- What a User chose for themselves, wherever they sign in: one row per setting, so that two browsers never overwrite each other's.
create table user_preferences (
  user_id bigint not null references users on delete cascade,
  name text not null,
  value jsonb not null,
  primary key (user_id, name)
);

-- The tabs of a User: open ones in their order, closed ones to re-open. One row per ticket: of two windows the later one decides about a tab, not about all.
create table user_tabs (
  user_id bigint not null references users on delete cascade,
  ticket_id bigint not null references tickets on delete cascade,
  position double precision not null,
  closed_at timestamptz, -- null: it is open
  primary key (user_id, ticket_id)
);
create index user_tabs_ticket on user_tabs (ticket_id);
