-- Public rows stand together by what they were made by, and in their order: a report reads them from one index.
-- H2 would else find all rows of the edition for each page, and sort them.
drop index imr_case_report;
drop index imr_case_report_edition;
create index imr_case_report on imr_case (report_edition, report_key, case_id);
