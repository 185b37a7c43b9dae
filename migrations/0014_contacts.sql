-- Contacts and Accounts: found by words, sorted by name, merged, imported from CSV.

-- Folded names sort, compare and are searched; only the server's own function folds. `search` are the words by whose beginnings one is found.
alter table contacts
  add merged_into bigint references contacts,
  add name_folded text collate "C" not null default '',
  add search tsvector not null default '';
alter table accounts
  add name_folded text collate "C" not null default '',
  add search tsvector not null default '';

-- What is there already, folded as nearly as SQL can; each is folded anew whenever it is saved.
create function pg_temp.folded(given text) returns text language sql immutable as $$
  select btrim(regexp_replace(replace(replace(translate(lower(regexp_replace(normalize(given, NFKD), '[\u0300-\u036f]', '', 'g')),
    'øłđı', 'oldi'), 'ß', 'ss'), 'æ', 'ae'), '\s+', ' ', 'g'))
$$;
create function pg_temp.words(texts text[]) returns tsvector language sql as $$
  select coalesce(array_to_tsvector(array_agg(distinct left(word, 200)) filter (where word <> '')), ''::tsvector)
  from unnest(texts) given, lateral (select unnest(string_to_array(pg_temp.folded(given), ' ')) as word
    union all select unnest(regexp_split_to_array(pg_temp.folded(given), '[^[:alnum:]]+'))) words
$$;
update accounts set name_folded = pg_temp.folded(name), search = pg_temp.words(array[name]);
update contacts k set name_folded = pg_temp.folded(name), search = pg_temp.words(array[k.name] || array(
  select unnest(array[address, split_part(address, '@', 2)]) from contact_addresses a where a.contact_id = k.id and a.kind = 'email'));

-- Those that were merged into another stand in no list.
create index contacts_name on contacts (name_folded, id) where merged_into is null;
create index contacts_changed on contacts (changed_at desc, id desc) where merged_into is null;
create index contacts_account_name on contacts (account_id, name_folded, id) where merged_into is null;
create index contacts_search on contacts using gin (search);
create index contacts_merged on contacts (merged_into) where merged_into is not null;
create index accounts_name_folded on accounts (name_folded, id);
create index accounts_changed on accounts (changed_at desc, id desc);
create index accounts_search on accounts using gin (search);
create index activities_contact on activities (contact_id) where contact_id is not null;

-- What suggests that two Contacts are one person: the same number but for the country, the same mailbox but for a +tag.
create index contact_addresses_number on contact_addresses (right(split_part(address, ' x', 1), 9)) where kind = 'phone';
create index contact_addresses_mailbox on contact_addresses (regexp_replace(address, '\+[^@]*@', '@')) where kind = 'email';

-- Contacts from a CSV file: first as a rehearsal, then for good, in batches; `done` rows are never looked at twice.
create table contact_imports (
  id bigint generated always as identity primary key,
  file_name text not null,
  bytes bytea not null,
  encoding text not null,
  delimiter text not null,
  columns jsonb not null default '[]',          -- what each column of the file is
  state text not null default 'uploaded' check (state in ('uploaded', 'checking', 'checked', 'importing', 'imported')),
  total integer not null default 0,
  done integer not null default 0,
  created integer not null default 0,
  changed integer not null default 0,
  unchanged integer not null default 0,
  failed integer not null default 0,
  created_at timestamptz(3) not null,
  created_by bigint not null references users,
  finished_at timestamptz(3)
);
alter table contact_imports alter column bytes set storage external;
create index contact_imports_latest on contact_imports (created_by, id desc);
create table contact_import_problems (
  import_id bigint not null references contact_imports on delete cascade,
  row integer not null,
  field text not null,
  code text not null,
  primary key (import_id, row)
);
