-- A file of an export names its resources one by one, so that nothing is looked for when it is fetched. Exports that
-- were made otherwise, which can be fetched for a day, are to be asked for again.
delete from imr_export_file;
delete from imr_export;
alter table imr_export_file drop column first_key;
alter table imr_export_file drop column last_key;
alter table imr_export_file add column resource_keys text not null;
