-- The public row of each decided case, de-identified, by what it was made; every change of the case sets it back.
alter table imr_case add column report_edition varchar(64) default '' not null;
alter table imr_case add column report_key varchar(40);
alter table imr_case add column report_day date;
alter table imr_case add column report_row text;

create index imr_case_report on imr_case (report_key, case_id);
create index imr_case_report_edition on imr_case (report_edition);
