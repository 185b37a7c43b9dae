-- Merge, split, move and the bin: where a merged ticket shows, what an activity counts as, and what the desk says of a move.

alter table tickets add survivor_id bigint references tickets; -- at the end of its redirects; null: it is not merged
create index tickets_survivor on tickets (survivor_id) where survivor_id is not null;

alter table activities
  add customer boolean not null default false, -- a customer's message, no automatic reply: it makes its ticket unread
  add answer boolean not null default false,   -- a User's message to the Contact or someone on the Contact's mails
  add told jsonb;                              -- of the desk's own: what happened, and with which other ticket
update activities set customer = true where direction = 'in' and user_id is null and automatic is null;
update activities x set answer = true from tickets t
  where t.id = x.ticket_id and x.direction = 'out' and x.kind = 'email' and t.first_answer_at is not null
    and (x.at = t.first_answer_at or exists (select from activity_recipients r join contact_addresses a on a.address = lower(r.address)
      where r.activity_id = x.id and a.contact_id = t.contact_id and a.kind = 'email'));

-- What is purged is looked for here, row by row.
create index activities_answers on activities (answers_id) where answers_id is not null;
create index message_ids_activity on message_ids (activity_id) where activity_id is not null;
create index suggested_tickets_ticket on suggested_tickets (ticket_id);
create index incoming_mail_results_activity on incoming_mail_results (activity_id);
create index incoming_mail_results_ticket on incoming_mail_results (ticket_id);
create index ticket_mentions_activity on ticket_mentions (activity_id);
