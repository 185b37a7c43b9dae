-- Accesses, Rights and Teams are told apart by their names, whatever the case; a request asks for the Teams of its User.

create unique index accesses_name on accesses (lower(name));
create unique index rights_name on rights (lower(name));
create unique index teams_name on teams (lower(name));
create index teams_members on teams using gin (member_ids);
