-- Who is known under which identifier to which organization, so that members, organizations and
-- practitioners that come with a further case are known again.
create table imr_identity (
  organization varchar(64) not null,
  resource_type varchar(40) not null,
  id_system varchar(200) not null,
  id_value varchar(200) not null,
  resource_id varchar(64) not null,
  primary key (organization, resource_type, id_system, id_value)
);
