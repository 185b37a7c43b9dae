-- A comment's author may edit or withdraw it; what it said before is kept, and the activity that it speaks of is its answers_id.
alter table activities
  add column edited_at timestamptz(3),
  add column withdrawn_at timestamptz(3);
create table comment_versions (
  activity_id bigint not null references activities on delete cascade,
  n integer not null,        -- from 1, the oldest
  text text not null,
  until timestamptz(3) not null, -- when it was replaced
  primary key (activity_id, n)
);
