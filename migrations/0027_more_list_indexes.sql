-- The orders of lists that had to look at every row.
create index tickets_unread on tickets (unread desc, id desc) where not hidden;
create index tickets_attachment_count on tickets (attachment_count desc, id desc) where not hidden;
create index tickets_due_soon on tickets (due_soon_at desc, id desc) where due_soon_at is not null and not hidden;
