-- Custom fields: how a process learns that what it knows of them is old, and the folded texts of Contacts and Accounts.

-- One row; a new stamp with every change of custom_fields, whoever makes it. Never a number: a change that was taken back must not be
-- mistaken for the next one.
create table custom_fields_stamp (
  one boolean primary key default true check (one),
  stamp uuid not null default gen_random_uuid()
);
insert into custom_fields_stamp default values;
create function stamp_custom_fields() returns trigger language plpgsql as $$
begin
  update custom_fields_stamp set stamp = gen_random_uuid();
  return null;
end $$;
create trigger custom_fields_stamped after insert or update or delete on custom_fields
  for each statement execute function stamp_custom_fields();

alter table contacts add custom_folded jsonb not null default '{}';
alter table accounts add custom_folded jsonb not null default '{}';
create index contacts_custom on contacts using gin (custom jsonb_path_ops) where custom <> '{}';
create index accounts_custom on accounts using gin (custom jsonb_path_ops) where custom <> '{}';
