-- Attachments. The bytes lie in the file store under their salted hash; a row appears only after they are durable there.

create table blobs (
  hash bytea primary key,
  size bigint not null,
  stored_at timestamptz(3) not null
);

create table attachments (
  id bigint generated always as identity primary key,
  activity_id bigint,          -- null while its message is being written
  ticket_id bigint,
  hash bytea not null references blobs,
  name text not null,
  media_type text not null,
  size bigint not null,
  content_id text,             -- the cid: by which an HTML body refers to it
  inline boolean not null default false,
  uploaded_by bigint references users,
  created_at timestamptz(3) not null
);
create index attachments_activity on attachments (activity_id) where activity_id is not null;
create index attachments_ticket on attachments (ticket_id) where ticket_id is not null;
create index attachments_pending on attachments (created_at) where activity_id is null;
create index attachments_hash on attachments (hash);
