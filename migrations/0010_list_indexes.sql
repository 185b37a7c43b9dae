-- Lists of a million tickets: the small partial indexes hold live tickets only, so every sort of the open and waiting ones walks its own.
create index tickets_priority on tickets (priority desc, id desc);
create index tickets_live_last_activity on tickets (state, last_activity_at desc, id desc) where state in ('open', 'waiting');
create index tickets_live_created on tickets (state, created_at desc, id desc) where state in ('open', 'waiting');
create index tickets_live_edited on tickets (state, edited_at desc, id desc) where state in ('open', 'waiting');
create index tickets_live_number on tickets (state, id desc) where state in ('open', 'waiting');
create index tickets_live_by_priority on tickets (state, priority desc, id desc) where state in ('open', 'waiting');
