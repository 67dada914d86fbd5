package org.openimr.server.security.client;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The clients that were registered by operation, in the database that all nodes share. */
final class ClientTable {

  private final JdbcTemplate jdbc;
  private final ClientReader reader;
  private final Clock clock;

  ClientTable(JdbcTemplate jdbc, ClientReader reader, Clock clock) {
    this.jdbc = jdbc;
    this.reader = reader;
    this.clock = clock;
  }

  /** One row: a registration, or the refusal of a client that stands in a file. */
  record Row(Client client, boolean disabled) {}

  Optional<Row> row(String id) {
    return jdbc
        .query(
            "select registration, disabled from imr_client where id = ?",
            (row, number) -> new Row(read(row.getString(1)), row.getBoolean(2)),
            id)
        .stream()
        .findFirst();
  }

  boolean any() {
    return jdbc.queryForObject(
            "select count(*) from imr_client where registration is not null and not disabled",
            Integer.class)
        > 0;
  }

  /** Stores a registration; whether there was none before. */
  boolean put(Client client) {
    String json = JSONObjectUtils.toJSONString(members(client));
    int updated =
        jdbc.update(
            "update imr_client set registration = ?, disabled = ?, changed_at = ? where id = ?",
            json,
            client.disabled(),
            now(),
            client.id());
    if (updated == 0) {
      jdbc.update(
          "insert into imr_client (registration, disabled, changed_at, id) values (?, ?, ?, ?)",
          json,
          client.disabled(),
          now(),
          client.id());
    }
    return updated == 0;
  }

  void disable(String id, boolean disabled) {
    int updated =
        jdbc.update(
            "update imr_client set disabled = ?, changed_at = ? where id = ?", disabled, now(), id);
    if (updated == 0) {
      jdbc.update(
          "insert into imr_client (disabled, changed_at, id) values (?, ?, ?)",
          disabled,
          now(),
          id);
    }
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private Client read(String json) {
    if (json == null) {
      return null;
    }
    try {
      List<RegistrationProblem> problems = new ArrayList<>();
      return reader.read(JSONObjectUtils.parse(json), problems);
    } catch (ParseException damaged) {
      return null;
    }
  }

  private static Map<String, Object> members(Client client) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", client.id());
    members.put("scopes", client.scopes());
    members.put("bound-to-certificate", client.boundToCertificate());
    if (client.forPeople()) {
      members.put("redirect-addresses", client.redirectAddresses());
      return members;
    }
    members.put("role", client.role());
    members.put("organization", client.organization());
    if (client.keysAddress().isEmpty()) {
      members.put("jwks", client.keys().toJSONObject());
    } else {
      members.put("jwks-url", client.keysAddress());
    }
    return members;
  }
}
