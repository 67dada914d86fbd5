package org.openimr.server.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openimr.server.security.table.Interaction;
import org.yaml.snakeyaml.Yaml;

/** The table of {@code operation-scopes.yaml}: which scope each operation needs. */
public final class OperationScopes {

  private static final String DATA = "/operation-scopes.yaml";

  private final Map<String, Row> rows;

  /**
   * What one operation needs.
   *
   * @param get by GET
   * @param post by POST
   */
  record Row(Need get, Need post) {}

  /**
   * One need.
   *
   * @param type resource type; empty for the one that the operation is asked of
   * @param permissions letters out of {@code cruds}
   */
  record Need(String type, String permissions) {

    private static Need read(String text) {
      int dot = text.indexOf('.');
      return new Need(dot < 0 ? "" : text.substring(0, dot), text.substring(dot + 1));
    }
  }

  private OperationScopes(Map<String, Row> rows) {
    this.rows = Map.copyOf(rows);
  }

  /** Reads the table. */
  public static OperationScopes read() {
    try (InputStream data = OperationScopes.class.getResourceAsStream(DATA)) {
      List<Map<String, String>> table = new Yaml().load(data);
      Map<String, Row> rows = new HashMap<>();
      for (Map<String, String> row : table) {
        rows.put(
            row.get("operation"), new Row(Need.read(row.get("get")), Need.read(row.get("post"))));
      }
      return new OperationScopes(rows);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The operations in the table, each with its dollar sign. */
  public Set<String> operations() {
    return new TreeSet<>(rows.keySet());
  }

  /** What an interaction with an operation needs; empty if the table does not have it. */
  Optional<Need> need(Interaction interaction) {
    return Optional.ofNullable(rows.get(interaction.operation()))
        .map(row -> interaction.get() ? row.get() : row.post())
        .map(
            need ->
                need.type().isEmpty() ? new Need(interaction.type(), need.permissions()) : need);
  }
}
