-- When each case is to be looked at next; one that changed, at once.
alter table imr_case add column next_timer timestamp(3) with time zone
  default timestamp with time zone '1970-01-01 00:00:00+00:00';

create index imr_case_next_timer on imr_case (next_timer);

-- What was noticed, once: due soon, overdue, a threshold reached; with the version of the case.
create table imr_timer (
  case_id varchar(64) not null,
  kind varchar(20) not null,
  about varchar(64) not null,
  start_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone not null,
  noticed_at timestamp(3) with time zone not null,
  version varchar(20) not null,
  primary key (case_id, kind, about, start_at, due_at)
);

create index imr_timer_noticed on imr_timer (noticed_at);

-- The table of the scheduler.
create table imr_scheduled_task (
  task_name varchar(100) not null,
  task_instance varchar(100) not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures int,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index imr_scheduled_task_time on imr_scheduled_task (execution_time);
create index imr_scheduled_task_heartbeat on imr_scheduled_task (last_heartbeat);
