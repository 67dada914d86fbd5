package org.openimr.server.store.casefile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Remembers under which identifiers an organization has sent members, organizations and
 * practitioners, so that they are known again.
 *
 * <p>What one organization sent is never found for another.
 */
final class KnownIdentities {

  private final JdbcTemplate jdbc;

  KnownIdentities(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Finds stored resources of the same type under any of the identifiers of a resource.
   *
   * @return their ids by the identifier, written {@code system|value}
   */
  Map<String, String> find(String organization, Resource resource) {
    Map<String, String> found = new TreeMap<>();
    List<Identifier> identifiers = identifiers(resource);
    if (identifiers.isEmpty()) {
      return found;
    }
    List<Object> values = new ArrayList<>(List.of(organization, resource.fhirType()));
    for (Identifier identifier : identifiers) {
      values.add(identifier.getSystem());
      values.add(identifier.getValue());
    }
    jdbc.query(
        "select id_system, id_value, resource_id from imr_identity"
            + " where organization = ? and resource_type = ? and ("
            + String.join(
                " or ", Collections.nCopies(identifiers.size(), "id_system = ? and id_value = ?"))
            + ")",
        row -> {
          found.put(row.getString(1) + "|" + row.getString(2), row.getString(3));
        },
        values.toArray());
    return found;
  }

  /** Remembers a stored resource under those of its identifiers that are new. */
  void remember(String organization, Resource resource, Map<String, String> known) {
    for (Identifier identifier : identifiers(resource)) {
      if (!known.containsKey(identifier.getSystem() + "|" + identifier.getValue())) {
        jdbc.update(
            "insert into imr_identity"
                + " (organization, resource_type, id_system, id_value, resource_id)"
                + " values (?, ?, ?, ?, ?)",
            organization,
            resource.fhirType(),
            identifier.getSystem(),
            identifier.getValue(),
            resource.getIdElement().getIdPart());
      }
    }
  }

  private static List<Identifier> identifiers(Resource resource) {
    Property property = resource.getNamedProperty("identifier");
    return property == null
        ? List.of()
        : property.getValues().stream()
            .map((Base value) -> (Identifier) value)
            .filter(identifier -> identifier.getSystem() != null && identifier.getValue() != null)
            .toList();
  }
}
