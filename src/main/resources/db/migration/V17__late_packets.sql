-- When the packets of what came late to each case are to be issued next; of one that changed, at once.
alter table imr_case add column next_packet timestamp(3) with time zone
  default timestamp with time zone '1970-01-01 00:00:00+00:00';
alter table imr_case add column packet_failures int default 0 not null;

create index imr_case_next_packet on imr_case (next_packet);
