-- By which policies and calendars a recomputation works, and why: one that goes on must go on by the same.
alter table imr_recomputation add column edition varchar(64) default '' not null;
alter table imr_recomputation add column reason text default '' not null;

-- The cases that it could not work out so far.
create table imr_recomputation_undecided (
  case_id varchar(64) not null,
  primary key (case_id)
);

-- Provenances of cases that were changed or deleted: what was known earlier is found by their versions.
create table imr_former_provenance (
  case_id varchar(64) not null,
  provenance_id varchar(64) not null,
  primary key (case_id, provenance_id)
);

-- Cases whose timers could not be worked out slept as those do for which no time is to come; look once at all.
update imr_case set next_timer = default where next_timer is null;
