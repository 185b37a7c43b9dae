-- Filters compare texts as our code folds them: the description is kept beside as titles are. Null until folded, and where there is none.
alter table tickets add description_folded text collate "C";
update tickets set title_folded = null where description <> '' and title_folded is not null; -- folded again, both at once
