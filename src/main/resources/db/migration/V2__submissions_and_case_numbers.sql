-- One row per submission, so that the same one sent twice gives one case.
create table imr_submission (
  organization varchar(64) not null,
  id_system varchar(200) not null,
  id_value varchar(200) not null,
  content_sha256 char(64) not null,
  case_id varchar(64) not null,
  created_at timestamp with time zone not null,
  primary key (organization, id_system, id_value)
);

-- The last case number given out in each year.
create table imr_case_number (
  case_year integer not null,
  last_value integer not null,
  primary key (case_year)
);

-- What was last loaded from profiles/: one row per file.
create table imr_artifact (
  path varchar(200) not null,
  sha256 char(64) not null,
  primary key (path)
);
