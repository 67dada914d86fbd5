-- Exports that were asked for. They hold ids of resources, and no resource.
create table imr_export (
  id varchar(36) not null,
  client varchar(200) not null,
  role varchar(40) not null,
  organization varchar(200) not null,
  scopes varchar(4000) not null,
  npi varchar(20) not null,
  request varchar(2000) not null,
  types varchar(2000) not null,
  since_at timestamp(3) with time zone,
  until_at timestamp(3) with time zone,
  ignored varchar(2000) not null,
  cases boolean not null,
  patients text not null,
  policies varchar(4000) not null,
  organizations varchar(4000) not null,
  state varchar(12) not null,
  progress varchar(200) not null,
  transaction_time timestamp(3) with time zone not null,
  taken_until timestamp(3) with time zone,
  expires_at timestamp(3) with time zone not null,
  recorded boolean not null,
  primary key (id)
);

create index imr_export_open on imr_export (client, organization, state);
create index imr_export_expires on imr_export (expires_at);

create table imr_export_file (
  export_id varchar(36) not null,
  number int not null,
  res_type varchar(40) not null,
  first_key bigint not null,
  last_key bigint not null,
  resources bigint not null,
  primary key (export_id, number)
);
