-- Deadline runs know how far they are, so that one broken off goes on where it was, and what they follow from.
alter table deadline_runs
  add last_id bigint not null default 0,
  add cause jsonb not null default '{}',
  add event_id bigint unique; -- the event it follows from: told twice, run once
