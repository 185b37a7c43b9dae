-- What Users are writing and have not sent, on the server: it survives their browser, and others see that it exists.

create table drafts (
  id uuid primary key, -- made by the browser; the message's send key once it is sent
  ticket_id bigint not null references tickets on delete cascade, -- kept where that is kept which it answers, for the day of an un-merge
  user_id bigint not null references users on delete cascade,
  kind text not null check (kind in ('answer', 'forward', 'new', 'comment')),
  activity_id bigint references activities on delete set null, -- what it answers, forwards or comments on
  content jsonb not null,
  attachment_ids bigint[] not null default '{}', -- files that it names: kept as long as it does
  window_id uuid not null,                       -- the window in which it was last written
  seqs jsonb not null default '{}',              -- by window: the number of its last save, so that an older one never overwrites a newer
  begun_at timestamptz not null,
  saved_at timestamptz not null,
  sending jsonb,                                 -- it was sent and leaves later: the form's changes, the State to set, what its writer had seen
  leaves_at timestamptz,                         -- null: it waits for nothing
  scheduled boolean not null default false,      -- at a chosen time, and held if something comes before; otherwise only undo waits
  held text,                                     -- why it did not leave at its time
  reason text                                    -- in words, where there are some
);
create index drafts_ticket on drafts (ticket_id);
create index drafts_user on drafts (user_id);
create index drafts_due on drafts (leaves_at) where leaves_at is not null;
create index drafts_activity on drafts (activity_id) where activity_id is not null;
