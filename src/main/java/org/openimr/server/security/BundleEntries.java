package org.openimr.server.security;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.hl7.fhir.r4.model.IdType;
import org.openimr.server.security.table.Interaction;
import org.openimr.server.security.table.SearchedTypes;

/** Reads what an entry of a batch or transaction asks for. */
final class BundleEntries {

  private BundleEntries() {}

  static Interaction interaction(BundleEntryRequestComponent request) {
    String url = request.getUrl() == null ? "" : request.getUrl();
    String path = url.split("\\?", 2)[0];
    String[] steps = path.replaceFirst("^/", "").split("/");
    String operation = steps[steps.length - 1].startsWith("$") ? steps[steps.length - 1] : "";
    boolean write =
        request.getMethod() != null && !"GET HEAD".contains(request.getMethod().toCode());
    boolean conditional =
        write && operation.isEmpty() && (request.hasIfNoneExist() || url.contains("?"));
    return new Interaction(
        kind(request, steps, operation),
        steps[0].startsWith("$") ? "" : steps[0],
        operation,
        conditional,
        !write,
        lookedInto(request, url),
        SearchedTypes.names(url));
  }

  /** The id of the resource that it is about; null if none is named. */
  static IIdType id(BundleEntryRequestComponent request) {
    String path = request.getUrl() == null ? "" : request.getUrl().split("\\?", 2)[0];
    String[] steps = path.replaceFirst("^/", "").split("/");
    return steps.length > 1 && !steps[1].startsWith("$") && !steps[1].startsWith("_")
        ? new IdType(steps[0], steps[1])
        : null;
  }

  private static Set<String> lookedInto(BundleEntryRequestComponent request, String url) {
    Set<String> types = SearchedTypes.ofAddress(url);
    if (request.hasIfNoneExist()) {
      types.addAll(SearchedTypes.ofQuery(request.getIfNoneExist()));
    }
    return types;
  }

  private static RestOperationTypeEnum kind(
      BundleEntryRequestComponent request, String[] steps, String operation) {
    if (!operation.isEmpty()) {
      return steps.length > 2
          ? RestOperationTypeEnum.EXTENDED_OPERATION_INSTANCE
          : steps.length == 2
              ? RestOperationTypeEnum.EXTENDED_OPERATION_TYPE
              : RestOperationTypeEnum.EXTENDED_OPERATION_SERVER;
    }
    if (request.getMethod() == null) {
      return RestOperationTypeEnum.TRANSACTION;
    }
    return switch (request.getMethod()) {
      case POST -> RestOperationTypeEnum.CREATE;
      case PUT -> RestOperationTypeEnum.UPDATE;
      case PATCH -> RestOperationTypeEnum.PATCH;
      case DELETE -> RestOperationTypeEnum.DELETE;
      default -> read(steps);
    };
  }

  private static RestOperationTypeEnum read(String[] steps) {
    String last = steps[steps.length - 1];
    if (last.equals("_history")) {
      return steps.length > 2
          ? RestOperationTypeEnum.HISTORY_INSTANCE
          : RestOperationTypeEnum.HISTORY_TYPE;
    }
    if (steps.length > 3 && steps[2].equals("_history")) {
      return RestOperationTypeEnum.VREAD;
    }
    if (last.equals("metadata")) {
      return RestOperationTypeEnum.METADATA;
    }
    return steps.length == 1 ? RestOperationTypeEnum.SEARCH_TYPE : RestOperationTypeEnum.READ;
  }
}
