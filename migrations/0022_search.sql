-- Full-text search: a document for each ticket, kept fresh by its events; and the words of titles, for typing errors.

create extension if not exists pg_trgm;

create table ticket_search (
  ticket_id bigint primary key references tickets on delete cascade,
  doc tsvector not null -- words as our code folds and parts them; besides, the weeks and the year of its last activity
);
alter table ticket_search alter column doc set statistics 1000;
create index ticket_search_doc on ticket_search using gin (doc);

create table search_waiting ( -- tickets whose document is to be made anew
  ticket_id bigint primary key references tickets on delete cascade,
  since timestamptz(3) not null
);

create table search_words ( -- words of titles; one that no title has any more goes
  word text collate "C" primary key
);
create index search_words_alike on search_words using gin (word gin_trgm_ops);

-- What is there already.
insert into search_waiting (ticket_id, since) select id, now() from tickets;
