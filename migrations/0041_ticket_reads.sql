-- How far each User has read a ticket: up to which activity. Read state is theirs alone and no event of the ticket.
create table ticket_reads (
  user_id bigint not null references users on delete cascade,
  ticket_id bigint not null references tickets on delete cascade,
  activity_id bigint not null, -- the newest that was before their eyes; it may be gone since
  primary key (user_id, ticket_id)
);
create index ticket_reads_ticket on ticket_reads (ticket_id);
