-- Certificates: what was irreversibly replaced, when and by whom; never what it was.
create table certificates (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('ticket', 'contact')),
  subject_id bigint not null,      -- the number of the ticket or Contact
  title text not null,             -- #1024
  ticket_ids bigint[] not null,    -- with what was merged into it, or all of the Contact's
  removed jsonb not null,          -- how many of each
  elsewhere bigint[] not null,     -- tickets that quote it and were not touched
  at timestamptz(3) not null,
  user_id bigint references users,
  vacuumed_at timestamptz(3),      -- since then no dead row of the database holds it
  version integer not null default 1
);
create index certificates_subject on certificates (kind, subject_id);
