package org.openimr.server.audit;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.fhir.packet.PacketBundleWriter;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds the case of an issued packet, which no Provenance names: by its number. */
final class PacketCases {

  private static final Pattern NUMBER = Pattern.compile("(.+)-[a-z]+-\\d+");
  private static final String NUMBERS =
      "select r.res_type, r.fhir_id, n.sp_value from hfj_resource r"
          + " join hfj_spidx_token n on n.res_id = r.res_id"
          + " where n.sp_name = 'identifier' and n.sp_system = ? and r.fhir_id in ";
  private static final String CASES =
      "select t.res_type, t.fhir_id, n.hash_sys_and_value from hfj_spidx_token n"
          + " join hfj_resource t on t.res_id = n.res_id where n.hash_sys_and_value in ";

  private final JdbcTemplate jdbc;

  PacketCases(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The ids of Tasks with the case numbers of packets, by the reference of the packet. */
  Map<String, Set<String>> of(List<String> ids) {
    Map<Long, Set<String>> packets = new HashMap<>();
    Object[] values = new Object[ids.size() + 1];
    values[0] = PacketBundleWriter.NUMBER;
    System.arraycopy(ids.toArray(), 0, values, 1, ids.size());
    jdbc.query(
        NUMBERS + places(ids.size()),
        row -> {
          Matcher number = NUMBER.matcher(row.getString(3));
          if (row.getString(1).equals("Bundle") && number.matches()) {
            packets
                .computeIfAbsent(hash(number.group(1)), one -> new HashSet<>())
                .add("Bundle/" + row.getString(2));
          }
        },
        values);
    Map<String, Set<String>> tasks = new HashMap<>();
    if (packets.isEmpty()) {
      return tasks;
    }
    jdbc.query(
        CASES + places(packets.size()),
        row -> {
          if (row.getString(1).equals("Task")) {
            String task = row.getString(2);
            packets
                .get(row.getLong(3))
                .forEach(each -> tasks.computeIfAbsent(each, one -> new HashSet<>()).add(task));
          }
        },
        packets.keySet().toArray());
    return tasks;
  }

  private static long hash(String number) {
    return ResourceIndexedSearchParamToken.calculateHashSystemAndValue(
        new PartitionSettings(),
        (RequestPartitionId) null,
        "Task",
        "identifier",
        CaseNumber.SYSTEM,
        number);
  }

  private static String places(int count) {
    return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
  }
}
