-- What the public row of a case tells of the member, so that rows of a kind are counted without being read.
alter table imr_case add column report_alike varchar(2000);
