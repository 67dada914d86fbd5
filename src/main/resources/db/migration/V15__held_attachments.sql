-- Attachments that came before the case that they are for.
create table imr_held_attachment (
  id varchar(36) not null,
  organization varchar(200) not null,
  client varchar(200) not null,
  role varchar(40) not null,
  content_sha256 varchar(64) not null,
  received_at timestamp(3) with time zone not null,
  tried_at timestamp(3) with time zone not null,
  content text not null,
  primary key (id)
);

create unique index imr_held_attachment_content on imr_held_attachment (organization, content_sha256);
create index imr_held_attachment_tried on imr_held_attachment (tried_at);
