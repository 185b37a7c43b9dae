-- Accounts that were merged lead to the survivor and stand in no list; Templates have files.

alter table accounts add column merged_into bigint references accounts;
create index accounts_merged on accounts (merged_into) where merged_into is not null;

-- What suggests that two Accounts are one company: the same name but for punctuation and its legal form, Contacts of one mail domain.
create function account_key(folded text) returns text language sql immutable strict parallel safe as $$
  select btrim(regexp_replace(' ' || regexp_replace(regexp_replace(folded, '[.'']', '', 'g'), '[,;:"()&/_[:space:]-]+', ' ', 'g') || ' ',
    '( (ltd|limited|inc|incorporated|corp|corporation|company|co|llc|llp|plc|pty|gmbh|mbh|ag|kg|ohg|ug|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|oy|aps|sro|s r o|kft|doo))+ $', ''))
$$;
create index accounts_key on accounts (account_key(name_folded)) where merged_into is null;
create index contact_addresses_domain on contact_addresses (split_part(address, '@', 2)) where kind = 'email';

-- A Template's files stay until they are taken out of it, or it is deleted; what a message takes of them is a row of its own.
alter table attachments add column template_id bigint references templates;
create index attachments_template on attachments (template_id) where template_id is not null;
