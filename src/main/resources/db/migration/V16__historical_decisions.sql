-- Decisions of former years as the department's public file tells them. Written by the import alone.
create table imr_historical_decision (
  reference varchar(20) not null,
  report_year int not null,
  diagnosis varchar(200) not null,
  diagnosis_part varchar(200) not null,
  treatment varchar(200) not null,
  treatment_part varchar(200) not null,
  overturned boolean not null,
  review_type varchar(64) not null,
  age varchar(20) not null,
  gender varchar(20) not null,
  urgency varchar(20) not null,
  days_to_review int not null,
  days_to_adopt int not null,
  findings text not null,
  form varchar(20) not null,
  -- the hash of all that it says, and which file told it where
  content varchar(64) not null,
  file varchar(64) not null,
  line bigint not null,
  imported_at timestamp(3) with time zone not null,
  primary key (reference)
);

create index imr_historical_diagnosis on imr_historical_decision (diagnosis, report_year);
create index imr_historical_treatment on imr_historical_decision (treatment, report_year);

-- Files that were imported, by the hash of their bytes; line is how far the import has come.
create table imr_decision_file (
  file varchar(64) not null,
  line bigint not null,
  row_count bigint not null,
  wrong_count bigint not null,
  began_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  primary key (file)
);
