-- Every access to a case, and every one that was refused: rows are added, never changed or deleted.
-- Ids sort by time. The server shows them as AuditEvents.
create table imr_audit_event (
  id varchar(36) not null,
  recorded timestamp(3) with time zone not null,
  interaction varchar(20) not null,
  operation varchar(64) not null,
  failure varchar(100) not null,
  client varchar(200) not null,
  role_code varchar(40) not null,
  organization varchar(64) not null,
  person varchar(200) not null,
  token_id varchar(200) not null,
  purpose varchar(200) not null,
  address varchar(100) not null,
  request_id varchar(200) not null,
  server varchar(500) not null,
  query_text text not null,
  primary key (id)
);

create index imr_audit_event_organization on imr_audit_event (organization, id);
create index imr_audit_event_client on imr_audit_event (client, id);

-- What each of them was about.
create table imr_audit_entity (
  event_id varchar(36) not null,
  place integer not null,
  kind varchar(10) not null,
  reference varchar(200) not null,
  version varchar(64) not null,
  primary key (event_id, place)
);

create index imr_audit_entity_reference on imr_audit_entity (reference, event_id);

-- By which the case of a resource is found.
create index imr_submission_case on imr_submission (case_id);
