-- Each index is written anew by nearly every save. These three are the beginning of others that lists use.
drop index tickets_contact;
drop index tickets_account;
drop index tickets_closed;
