-- When the notices of each case are to be drafted next; of one that changed, at once.
alter table imr_case add column next_notice timestamp(3) with time zone
  default timestamp with time zone '1970-01-01 00:00:00+00:00';
alter table imr_case add column notice_failures int default 0 not null;

create index imr_case_next_notice on imr_case (next_notice);

-- One notice for each kind, recipient and occasion of a case.
create table imr_notice (
  case_id varchar(64) not null,
  notice_key varchar(300) not null,
  number int not null,
  communication_id varchar(64) not null,
  state varchar(12) not null,
  content varchar(64) not null,
  changed_at timestamp(3) with time zone not null,
  primary key (case_id, notice_key)
);

create unique index imr_notice_communication on imr_notice (communication_id);

-- Letters that were sent and that no carrier has got yet.
create table imr_letter_outbox (
  communication_id varchar(64) not null,
  way varchar(20) not null,
  address text not null,
  created_at timestamp(3) with time zone not null,
  attempts int default 0 not null,
  next_at timestamp(3) with time zone not null,
  primary key (communication_id)
);

create index imr_letter_outbox_next on imr_letter_outbox (next_at);
