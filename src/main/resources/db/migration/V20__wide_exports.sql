-- What a Group of an export names, and what a token allows, may be long.
alter table imr_export alter column scopes set data type text;
alter table imr_export alter column types set data type text;
alter table imr_export alter column ignored set data type text;
alter table imr_export alter column policies set data type text;
alter table imr_export alter column organizations set data type text;
