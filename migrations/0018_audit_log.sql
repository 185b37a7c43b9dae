-- The audit log reads everything but tickets, newest first: few among millions of events.
create index events_audit on events (id desc) where subject <> 'ticket';
