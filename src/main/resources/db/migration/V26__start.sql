-- One row: held by the node that prepares, at its start, what all nodes on this database share.
create table imr_start (
  id integer not null,
  primary key (id)
);

insert into imr_start (id) values (1);
