-- Templates: texts with placeholders that agents and Email queues begin with.

create table templates (
  id bigint generated always as identity primary key,
  name text not null unique,
  kind text not null check (kind in ('email', 'sms', 'comment', 'signature')),
  folder text not null default '',            -- a path, its parts parted by a slash; none: outside of every folder
  language text,
  queue_ids bigint[] not null default '{}',   -- none: every queue
  subject text not null default '',
  format text not null check (format in ('rich', 'plain')),
  body text not null,                         -- HTML where it is rich; sanitised whenever it is shown or sent
  active boolean not null default true,
  changed_at timestamptz(3) not null,
  changed_by bigint references users,
  version integer not null default 1
);

alter table email_queues add signature_template_id bigint references templates;
create index email_queues_signature on email_queues (signature_template_id) where signature_template_id is not null;
