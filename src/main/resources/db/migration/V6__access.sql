-- The clients that were registered by operation, and those of a file that were disabled by operation:
-- the latter have no registration here.
create table imr_client (
  id varchar(100) not null,
  registration text,
  disabled boolean not null,
  changed_at timestamp with time zone not null,
  primary key (id)
);

-- The assertions of clients that were used, so that none is used twice: restarts and other nodes
-- included.
create table imr_assertion (
  client_id varchar(100) not null,
  jti_sha256 char(64) not null,
  forgotten_at timestamp with time zone not null,
  primary key (client_id, jti_sha256)
);

create index imr_assertion_forgotten on imr_assertion (forgotten_at);

-- The codes that people's programs have not yet exchanged for tokens.
create table imr_code (
  code_sha256 char(64) not null,
  client_id varchar(100) not null,
  person varchar(100) not null,
  scopes varchar(4000) not null,
  redirect_address varchar(2000),
  challenge varchar(200) not null,
  nonce varchar(1000),
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  primary key (code_sha256)
);
