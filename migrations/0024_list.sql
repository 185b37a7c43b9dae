-- The Team views that every desk opens with, who inherits shared views, and the indexes of lists: a million rows, any sort, any depth.

insert into views (key, name, icon, filter, sort, everyone) values
  ('mine', 'My tickets', 'user', '{"and": [{"field": "state", "op": "one_of", "value": ["open", "waiting"]}, {"field": "user", "op": "is", "value": "me"}]}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('unassigned', 'Unassigned', 'user-question', '{"and": [{"field": "state", "op": "one_of", "value": ["open", "waiting"]}, {"field": "user", "op": "empty"}]}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('open', 'All open', 'open', '{"field": "state", "op": "is", "value": "open"}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('waiting', 'Waiting', 'waiting', '{"field": "state", "op": "is", "value": "waiting"}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('due_today', 'Due today', 'clock', '{"field": "dueToday", "op": "is", "value": true}', '{"by": "deadline", "order": "asc"}', true),
  ('overdue', 'Overdue', 'alert', '{"field": "overdue", "op": "is", "value": true}', '{"by": "deadline", "order": "asc"}', true),
  ('undelivered', 'Undelivered', 'mail-off', '{"field": "undelivered", "op": "is", "value": true}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('recently_closed', 'Recently closed', 'closed', '{"and": [{"field": "state", "op": "is", "value": "closed"}, {"field": "closedAt", "op": "within_last", "value": "14d"}]}', '{"by": "closedAt", "order": "desc"}', true),
  ('mentioned', 'Mentioned me', 'at', '{"field": "mentioned", "op": "is", "value": true}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('starred', 'Starred', 'star', '{"field": "starred", "op": "is", "value": true}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('all', 'All tickets', 'stack', '{"and": []}', '{"by": "lastActivityAt", "order": "desc"}', true),
  ('bin', 'Bin', 'bin', '{"field": "bin", "op": "is", "value": true}', '{"by": "lastActivityAt", "order": "desc"}', true);
insert into view_places (view_id, position) select id, row_number() over (order by id) - 1 from views where owner_id is null;
insert into view_trees (owner_id) values (0);

-- A User who leaves, by being disabled or deleted, leaves what they shared to an administrator.
create function pass_on_what_was_shared() returns trigger language plpgsql as $$
declare heir bigint;
begin
  if tg_op = 'UPDATE' and (new.active or not old.active) then return new; end if;
  select u.id into heir from users u join accesses a on a.id = u.access_id join rights r on r.id = u.right_id
    where u.active and u.id <> old.id and r.everything and 'views.update' = any(a.permissions) order by u.id limit 1;
  if heir is not null then
    update views set owner_id = heir, version = version + 1
      where owner_id = old.id and (everyone or team_ids <> '{}' or right_ids <> '{}');
    update filter_schemes set owner_id = heir, version = version + 1
      where owner_id = old.id and (everyone or team_ids <> '{}' or right_ids <> '{}');
  end if;
  if tg_op = 'DELETE' then
    delete from views where owner_id = old.id;
    delete from filter_schemes where owner_id = old.id;
    delete from view_trees where owner_id = old.id;
    return old;
  end if;
  return new;
end $$;
create trigger users_leave before update of active or delete on users for each row execute function pass_on_what_was_shared();


-- Rows without the bin and merged tickets: read from the index alone, so that a place deep in a list costs no visit to each row before it.
drop index tickets_last_activity, tickets_created, tickets_edited, tickets_priority;
create index tickets_last_activity on tickets (last_activity_at desc, id desc) include (category_id) where not hidden;
create index tickets_created on tickets (created_at desc, id desc) include (category_id) where not hidden;
create index tickets_edited on tickets (edited_at desc, id desc) include (category_id) where not hidden;
create index tickets_priority on tickets (priority desc, id desc) include (category_id) where not hidden;
create index tickets_numbers on tickets (id desc) include (category_id) where not hidden;
create index tickets_state on tickets (state desc, id desc) include (category_id) where not hidden;
create index tickets_title on tickets ((left(title, 200) collate "und-x-icu"), id) where not hidden;
create index tickets_by_category on tickets (category_id, id desc) where not hidden;
create index tickets_by_user on tickets (user_id, id desc) where not hidden;
create index tickets_deadline on tickets (deadline_at desc, id desc) where deadline_at is not null and not hidden;
create index tickets_closing on tickets (closed_at desc, id desc) where closed_at is not null and not hidden;
create index tickets_last_customer on tickets (last_customer_at desc, id desc) where last_customer_at is not null and not hidden;
create index tickets_last_agent on tickets (last_agent_at desc, id desc) where last_agent_at is not null and not hidden;
create index tickets_activity_count on tickets (activity_count desc, id desc) where not hidden;
create index contacts_by_name on contacts ((left(name, 200) collate "und-x-icu"), id);
create index accounts_by_name on accounts ((left(name, 200) collate "und-x-icu"), id);
create index tickets_of_contact on tickets (contact_id, id desc) where contact_id is not null and not hidden;
create index tickets_of_account on tickets (account_id, id desc) where account_id is not null and not hidden;
