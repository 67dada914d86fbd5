package org.openimr.server.audit.event;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.IdType;
import org.openimr.server.audit.record.AuditRecord;
import org.openimr.server.audit.record.AuditTable;

/**
 * Shows the records as AuditEvents, to those whom the table of access names. Nobody can write one.
 */
public final class AuditEventProvider implements IResourceProvider {

  /** The search parameters that are offered. */
  public static final Set<String> SEARCHED_BY = AuditSearch.PARAMETERS;

  private final AuditTable table;
  private final AuditEventWriter writer;
  private final int pageSize;
  private final int maximumPageSize;

  /** Shows the records of a table in pages of these sizes. */
  public AuditEventProvider(
      AuditTable table, AuditEventWriter writer, int pageSize, int maximumPageSize) {
    this.table = table;
    this.writer = writer;
    this.pageSize = pageSize;
    this.maximumPageSize = maximumPageSize;
  }

  @Override
  public Class<AuditEvent> getResourceType() {
    return AuditEvent.class;
  }

  /** One event. */
  @Read
  public AuditEvent read(@IdParam IdType id, RequestDetails request) {
    return table
        .read(id.getIdPart())
        .map(writer::write)
        .orElseThrow(() -> new ResourceNotFoundException("is not known"));
  }

  /** Those that a search finds, the newest first unless it asks otherwise. */
  @Search(allowUnknownParams = true)
  public Bundle search(RequestDetails request) {
    Map<String, String[]> parameters = new TreeMap<>(request.getParameters());
    AuditSearch search = AuditSearch.read(parameters);
    int count = count(parameters);
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
    bundle.addLink().setRelation("self").setUrl(address(request, parameters, ""));
    // HAPI would give it out as the number of all that was found.
    request.removeParameter("_count");
    if (asks(parameters, "_summary", "count") || count == 0) {
      return bundle.setTotal(table.count(search.condition()));
    }
    List<AuditRecord> found = table.find(search.page(), search.order(), count + 1);
    boolean more = found.size() > count;
    List<AuditRecord> shown = more ? found.subList(0, count) : found;
    for (AuditRecord record : shown) {
      bundle
          .addEntry()
          .setFullUrl(request.getFhirServerBase() + "/AuditEvent/" + record.id())
          .setResource(writer.write(record))
          .getSearch()
          .setMode(SearchEntryMode.MATCH);
    }
    if (more) {
      String last = shown.get(shown.size() - 1).id();
      bundle.addLink().setRelation("next").setUrl(address(request, parameters, last));
    }
    // counting a long table costs more than a page of it
    if (!more && search.first()) {
      bundle.setTotal(shown.size());
    } else if (asks(parameters, "_total", "accurate")) {
      bundle.setTotal(table.count(search.condition()));
    }
    return bundle;
  }

  private int count(Map<String, String[]> parameters) {
    String[] asked = parameters.get("_count");
    return asked == null || asked.length == 0
        ? pageSize
        : Math.min(maximumPageSize, Integer.parseInt(asked[0]));
  }

  private static boolean asks(Map<String, String[]> parameters, String name, String value) {
    String[] values = parameters.get(name);
    return values != null && List.of(values).contains(value);
  }

  private static String address(
      RequestDetails request, Map<String, String[]> parameters, String after) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    parameters.forEach(
        (name, values) -> {
          for (String value : values) {
            if (after.isEmpty() || !name.equals(AuditSearch.AFTER)) {
              query.add(encoded(name) + "=" + encoded(value));
            }
          }
        });
    if (!after.isEmpty()) {
      query.add(AuditSearch.AFTER + "=" + after);
    }
    return request.getFhirServerBase() + "/AuditEvent" + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
