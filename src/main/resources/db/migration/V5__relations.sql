-- What cases are known by, as keyed hashes, so that another one about the same dispute is found:
-- an index that can be made again from the resources.
create table imr_case_key (
  case_id varchar(64) not null,
  kind varchar(10) not null,
  key_hash char(64) not null,
  date_from date,
  date_to date,
  stored_at timestamp with time zone not null
);

create index imr_case_key_hash on imr_case_key (key_hash, kind);
create index imr_case_key_case on imr_case_key (case_id);

-- One row per name of a member: held by a submission while it looks for related cases.
create table imr_member_lock (
  key_hash char(64) not null,
  primary key (key_hash)
);

-- One row: the key of the hashes if no setting gives one, and by which key the index was made.
create table imr_matching (
  secret varchar(64) not null,
  indexed_by varchar(64) not null
);

insert into imr_matching (secret, indexed_by) values ('', '');
