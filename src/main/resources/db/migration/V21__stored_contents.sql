-- Which contents that are kept apart the versions of resources hold, and how often each.
create table imr_content_use (
  res_type varchar(40) not null,
  fhir_id varchar(64) not null,
  version bigint not null,
  sha256 varchar(64) not null,
  bytes bigint not null,
  times int not null,
  primary key (res_type, fhir_id, version, sha256)
);

create index imr_content_use_sha256 on imr_content_use (sha256);
