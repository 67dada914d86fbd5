-- How far the writing of recomputed due times is: one row while it is under way.
create table imr_recomputation (
  as_of timestamp(3) with time zone not null,
  last_case varchar(64) not null,
  done bigint not null,
  moved bigint not null
);
