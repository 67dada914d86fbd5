-- When each content that is kept apart was last stored, written before it is looked for; a row is
-- locked while its content is swept.
create table imr_content_arrival (
  sha256 varchar(64) not null,
  arrived_at timestamp(3) with time zone not null,
  primary key (sha256)
);
