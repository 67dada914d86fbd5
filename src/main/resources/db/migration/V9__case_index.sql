-- One row per case: what its resources say, for work lists, timers, reports and recomputation. Written in
-- the transaction that writes the resources, and made again from them by "index rebuild".
create table imr_case (
  case_id varchar(64) not null,
  version varchar(20) not null,
  policy varchar(400) not null,
  review_type varchar(64) not null,
  status varchar(20) not null,
  business_status varchar(64) not null,
  urgency varchar(20) not null,
  owner varchar(200) not null,
  parties varchar(4000) not null,
  due timestamp(3) with time zone,
  milestone varchar(64) not null,
  -- facts that other resources tell, facts that the Task states: the latter go before
  told text not null,
  stated text not null,
  events text not null,
  duties text not null,
  primary key (case_id)
);

create index imr_case_policy on imr_case (policy, case_id);
create index imr_case_owner on imr_case (owner, business_status, due);

-- Whether every case has its row.
create table imr_case_index (
  complete boolean not null
);

insert into imr_case_index (complete) values (false);
