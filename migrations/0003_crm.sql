-- Contacts and Accounts: the customers.

create table accounts (
  id bigint generated always as identity primary key,
  name text not null,
  created_at timestamptz(3) not null,
  version integer not null default 1
);

create table contacts (
  id bigint generated always as identity primary key,
  name text not null,
  account_id bigint references accounts,
  created_at timestamptz(3) not null,
  version integer not null default 1
);
create index contacts_account on contacts (account_id) where account_id is not null;

create table contact_addresses (
  contact_id bigint not null references contacts on delete cascade,
  kind text not null check (kind in ('email', 'phone')),
  address text not null,
  position integer not null default 0,
  primary key (kind, address)
);
create index contact_addresses_contact on contact_addresses (contact_id);
