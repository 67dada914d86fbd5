-- The policies that were put into the store, over those of the program or beside them: the id of
-- the PlanDefinition and the revision of this table at which it was last changed.
create table imr_policy (
  id varchar(64) not null,
  revision bigint not null,
  primary key (id)
);

-- One row: counted up by every change of a policy, which holds it until it is committed.
create table imr_policy_revision (
  revision bigint not null
);

insert into imr_policy_revision (revision) values (0);
