-- A ticket that its Category would archive and a rule keeps Closed: since when, so that it says so once and is tried again later.
alter table tickets add archive_refused_at timestamptz(3);
