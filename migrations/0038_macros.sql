-- Macros: field changes and a Template, offered on tickets for which their condition holds.

create table macros (
  id bigint generated always as identity primary key,
  name text not null,
  folder text not null default '',
  changes jsonb not null default '{}',  -- by field: what it becomes, or what it gains and loses
  template_id bigint references templates,
  condition jsonb,                      -- a filter; null: for every ticket
  everyone boolean not null default true,
  team_ids bigint[] not null default '{}',
  right_ids bigint[] not null default '{}',
  position integer not null default 0,
  active boolean not null default true,
  version integer not null default 1,
  changed_at timestamptz(3) not null,
  changed_by bigint references users
);
create index macros_template on macros (template_id);
