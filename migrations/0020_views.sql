-- Views, where they stand in sidebars, filter schemes; the bin, merging and what else decides which lists show a ticket.

alter table tickets
  add title_folded text collate "C",           -- as filters compare it; our code alone folds: null until it has
  add deleted_at timestamptz(3),
  add deleted_by bigint references users,
  add merged_into bigint references tickets,   -- a redirect: the ticket itself stays as it was
  add merged_at timestamptz(3),
  add anonymised_at timestamptz(3),
  add undelivered boolean not null default false, -- its last answer did not reach the Contact
  add hidden boolean not null generated always as (deleted_at is not null or merged_into is not null) stored;
create index tickets_merged on tickets (merged_into) where merged_into is not null;
create index tickets_bin on tickets (deleted_at) where deleted_at is not null;
create index tickets_unfolded on tickets (id) where title_folded is null;
create index tickets_undelivered on tickets (last_activity_at desc, id desc) where undelivered;

create table ticket_stars (
  user_id bigint not null references users on delete cascade,
  ticket_id bigint not null references tickets on delete cascade,
  at timestamptz(3) not null,
  primary key (user_id, ticket_id)
);
create index ticket_stars_ticket on ticket_stars (ticket_id);

create table ticket_mentions (
  user_id bigint not null references users on delete cascade,
  ticket_id bigint not null references tickets on delete cascade,
  activity_id bigint not null references activities on delete cascade,
  at timestamptz(3) not null,
  primary key (user_id, ticket_id, activity_id)
);
create index ticket_mentions_ticket on ticket_mentions (ticket_id);

-- One row for each view; Team views have no owner. Who is shown a Team view: everyone, or the Rights that name it (rights.views).
create table views (
  id bigint generated always as identity primary key,
  key text unique,                              -- those made at set-up
  owner_id bigint references users,
  name text not null,
  icon text not null default 'list',
  filter jsonb not null,
  columns jsonb not null default '[]',          -- [{key, width?}]; empty: the list's own
  sort jsonb not null default '{"by": "lastActivityAt", "order": "desc"}',
  density text check (density in ('compact', 'normal', 'tall')), -- null: the reader's own
  everyone boolean not null default false,      -- a Team view: shown to everyone; an own one: offered to everyone
  team_ids bigint[] not null default '{}',      -- an own view is offered to these Teams and Rights
  right_ids bigint[] not null default '{}',
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  changed_by bigint references users,
  version integer not null default 1
);
create index views_owner on views (owner_id);

-- The place belongs to the sidebar: a User's My views, or the Team tree (no owner). A view stands once in each.
create table view_places (
  id bigint generated always as identity primary key,
  owner_id bigint references users on delete cascade,
  parent_id bigint references view_places on delete cascade,
  view_id bigint references views on delete cascade,  -- null: a folder
  folder text,                                        -- its name
  position integer not null default 0,
  narrowed boolean not null default false,            -- the filters of the views above it hold too
  kept jsonb,                                         -- what narrowed it when its parent went
  check ((view_id is null) <> (folder is null))
);
create unique index view_places_once on view_places (coalesce(owner_id, 0), view_id) where view_id is not null;
create index view_places_owner on view_places (owner_id);
create index view_places_parent on view_places (parent_id);
create index view_places_view on view_places (view_id);

create table view_trees ( -- the version of each arrangement; owner 0 is the Team tree
  owner_id bigint primary key,
  version integer not null default 1
);

create table filter_schemes (
  id bigint generated always as identity primary key,
  owner_id bigint not null references users,
  name text not null,
  filter jsonb not null,
  everyone boolean not null default false,
  team_ids bigint[] not null default '{}',
  right_ids bigint[] not null default '{}',
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  changed_by bigint references users,
  version integer not null default 1
);
create index filter_schemes_owner on filter_schemes (owner_id);

-- How one User wants to see a view that is not theirs to change.
create table view_tastes (
  user_id bigint not null references users on delete cascade,
  view_id bigint not null references views on delete cascade,
  columns jsonb,
  sort jsonb,
  density text check (density in ('compact', 'normal', 'tall')),
  primary key (user_id, view_id)
);
