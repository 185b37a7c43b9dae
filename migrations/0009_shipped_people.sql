-- The Accesses and the Right that every installation begins with.

insert into accesses (name, permissions) values
  ('Administrator', array[
    'tickets.create', 'tickets.read', 'tickets.update', 'tickets.delete',
    'views.create', 'views.read', 'views.update', 'views.delete',
    'contacts.create', 'contacts.read', 'contacts.update', 'contacts.delete',
    'accounts.create', 'accounts.read', 'accounts.update', 'accounts.delete',
    'articles.create', 'articles.read', 'articles.update', 'articles.delete',
    'reports.create', 'reports.read', 'reports.update', 'reports.delete',
    'users.create', 'users.read', 'users.update', 'users.delete',
    'categories.create', 'categories.read', 'categories.update', 'categories.delete',
    'queues.create', 'queues.read', 'queues.update', 'queues.delete',
    'templates.create', 'templates.read', 'templates.update', 'templates.delete',
    'settings.create', 'settings.read', 'settings.update', 'settings.delete',
    'tickets.bulk_edit', 'tickets.merge', 'tickets.anonymise', 'tickets.export', 'tickets.import',
    'activities.comment', 'activities.move', 'attachments.delete', 'time.correct', 'csat.read', 'copilot.use',
    'calls.make', 'sms.send', 'views.share', 'ledger.read', 'audit.read', 'contacts.erase'
  ]),
  ('Agent', array[
    'tickets.create', 'tickets.read', 'tickets.update',
    'activities.comment', 'activities.move',
    'contacts.create', 'contacts.read', 'contacts.update', 'accounts.read',
    'views.read', 'templates.read', 'articles.read'
  ]);

-- All data; the administrator's Right and, until Rights can be edited, the agent's.
insert into rights (name, everything) values ('Everything', true);
