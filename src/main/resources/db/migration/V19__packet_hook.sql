-- Packets of which a review organization is told; what was told, and what is given up, has no next time.
create table imr_packet_hook (
  packet_id varchar(64) not null,
  case_id varchar(64) not null,
  attempts int default 0 not null,
  next_at timestamp(3) with time zone,
  told_at timestamp(3) with time zone,
  primary key (packet_id)
);

create index imr_packet_hook_next on imr_packet_hook (next_at);
create index imr_packet_hook_case on imr_packet_hook (case_id);
