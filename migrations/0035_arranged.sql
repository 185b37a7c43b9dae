-- Who arranged a tree of views last, and when: told to whoever arranged it elsewhere meanwhile.
alter table view_trees
  add column changed_by bigint references users on delete set null,
  add column changed_at timestamptz;

-- Whose tickets someone follows, and where an address takes part, is asked for one person.
create index ticket_followers_user on ticket_followers (user_id);
create index ticket_participants_address on ticket_participants (address);
